namespace Microsoft.Azure.Functions.Worker;

public class FunctionWorkerException : Exception
{
    public FunctionWorkerException(string message) : base(message)
    {
    }

    public FunctionWorkerException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A parameter could not be made of what the trigger brought: text that is not JSON, a number that is none.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    public FunctionInputConverterException(string message) : base(message)
    {
    }

    public FunctionInputConverterException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
