using System.Globalization;
using System.Text;

namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>
/// Colours in even steps between a few anchors, mixed in Oklab, where equal steps look equal. A cell of a heat map names its step
/// by a class, so light and dark have colours of their own.
/// </summary>
internal sealed class ColorMap
{
    /// <summary>Blue below, orange above, and the page's own grey between: told apart with any common kind of colour vision.</summary>
    public static ColorMap Diverging { get; } = new(
        "d", 33,
        light: [0x083b66, 0x2273a8, 0x86b7d6, 0xf0efec, 0xeeaa7b, 0xc65f22, 0x7c2d08],
        dark: [0xb5e3ff, 0x55b1ea, 0x2a6896, 0x262d37, 0x9a5426, 0xf08f4c, 0xffd9b8]);

    /// <summary>From the page's ground to deep violet and gold: lightness alone tells the order.</summary>
    public static ColorMap Sequential { get; } = new(
        "s", 32,
        light: [0xf3f1ea, 0xbfd3d0, 0x6aa6b3, 0x2f6f95, 0x2b3f74, 0x221a45],
        dark: [0x20262f, 0x28426b, 0x2f7192, 0x54a6a4, 0xa9d4a8, 0xf6f3c4]);

    private readonly uint[] light;
    private readonly uint[] dark;

    private ColorMap(string prefix, int steps, uint[] light, uint[] dark)
    {
        Prefix = prefix;
        Steps = steps;
        this.light = Mix(light, steps);
        this.dark = Mix(dark, steps);
    }

    /// <summary>What the classes begin with; the step follows.</summary>
    public string Prefix { get; }

    public int Steps { get; }

    /// <summary>The rules of both maps.</summary>
    public static string Css()
    {
        var css = new StringBuilder();
        Rules(css, map => map.light);
        css.Append("@media (prefers-color-scheme: dark) {\n");
        Rules(css, map => map.dark);
        return css.Append("}\n").ToString();
    }

    private static void Rules(StringBuilder css, Func<ColorMap, uint[]> colors)
    {
        foreach (var map in (ColorMap[])[Diverging, Sequential])
        {
            for (var i = 0; i < map.Steps; i++)
                css.Append(CultureInfo.InvariantCulture, $".{map.Prefix}{i}{{fill:#{colors(map)[i]:x6}}}");
            css.Append('\n');
        }
    }

    private static uint[] Mix(uint[] anchors, int steps)
    {
        var labs = Array.ConvertAll(anchors, Oklab.Of);
        return [.. Enumerable.Range(0, steps).Select(i =>
        {
            var at = i * (anchors.Length - 1.0) / (steps - 1);
            var below = Math.Min((int)at, anchors.Length - 2);
            return Oklab.Between(labs[below], labs[below + 1], at - below).ToRgb();
        })];
    }

    /// <summary>B. Ottosson's perceptual colour space (2020).</summary>
    private readonly record struct Oklab(double L, double A, double B)
    {
        public static Oklab Of(uint rgb)
        {
            var (r, g, b) = (Linear(rgb >> 16 & 255), Linear(rgb >> 8 & 255), Linear(rgb & 255));
            var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
            var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
            var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
            return new(
                0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
        }

        public static Oklab Between(Oklab a, Oklab b, double t) => new(a.L + t * (b.L - a.L), a.A + t * (b.A - a.A), a.B + t * (b.B - a.B));

        public uint ToRgb()
        {
            var l = Math.Pow(L + 0.3963377774 * A + 0.2158037573 * B, 3);
            var m = Math.Pow(L - 0.1055613458 * A - 0.0638541728 * B, 3);
            var s = Math.Pow(L - 0.0894841775 * A - 1.2914855480 * B, 3);
            return Byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) << 16
                | Byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8
                | Byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        }

        private static double Linear(uint channel)
        {
            var c = channel / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        private static uint Byte(double linear)
        {
            var c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
            return (uint)Math.Round(255 * Math.Clamp(c, 0, 1));
        }
    }
}
