namespace MetaAdamW.Tasks;

/// <summary>Something the user can put right: the program prints the message and exits with 2.</summary>
internal sealed class UserException(string message, Exception? cause = null) : Exception(message, cause);
