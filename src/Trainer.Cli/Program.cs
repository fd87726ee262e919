using Trainer.Cli;

return CommandLine.Invoke(args, Console.Out, Console.Error);
