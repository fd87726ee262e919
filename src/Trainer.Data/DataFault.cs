namespace Trainer.Data;

/// <summary>Kinds of bad data, for those that count them.</summary>
public enum DataFault
{
    /// <summary>A value has the right type, but breaks a rule of its format. Also whatever has no kind of its own.</summary>
    WrongValue,

    /// <summary>A required field is not there.</summary>
    MissingField,

    /// <summary>A field has another type than its format asks for.</summary>
    WrongType,

    /// <summary>The bytes are no JSON.</summary>
    BrokenJson,

    /// <summary>The bytes are no Unicode text.</summary>
    BrokenText,
}
