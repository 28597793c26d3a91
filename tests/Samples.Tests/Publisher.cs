using System.Net;

namespace MetaAdamW.Samples.Tests;

/// <summary>A publisher of files on this machine.</summary>
internal sealed class Publisher : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string address;

    public Publisher()
    {
        using (var port = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            port.Start();
            address = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/";
        }
        listener.Prefixes.Add(address);
        listener.Start();
        listener.BeginGetContext(Answer, null);
    }

    /// <summary>What it has.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Files of which it sends half before it hangs up.</summary>
    public HashSet<string> Torn { get; } = [];

    /// <summary>What it was asked for.</summary>
    public List<string> Requests { get; } = [];

    public string this[string name] => address + name;

    private void Answer(IAsyncResult request)
    {
        HttpListenerContext context;
        try
        {
            context = listener.EndGetContext(request);
            listener.BeginGetContext(Answer, null);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            return;   // it was closed
        }
        var name = context.Request.Url!.AbsolutePath[1..];
        lock (Requests)
            Requests.Add(name);
        if (!Files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }
        context.Response.ContentLength64 = content.Length;
        context.Response.OutputStream.Write(content, 0, Torn.Contains(name) ? content.Length / 2 : content.Length);
        if (Torn.Contains(name))
            context.Response.Abort();
        else
            context.Response.Close();
    }

    public void Dispose() => listener.Close();
}
