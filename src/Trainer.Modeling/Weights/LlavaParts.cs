namespace Trainer.Modeling.Weights;

/// <summary>What a LLaVA model is put together from, as its releases come: in pieces.</summary>
/// <param name="LanguageModel">Folder of a Llama such as Vicuna, or of a LLaVA checkpoint that lacks parts.</param>
/// <param name="VisionTower">Folder of a CLIP model; none: the checkpoint holds it, or names a folder that is there.</param>
/// <param name="Projector">File with the projector, such as <c>mm_projector.bin</c> or <c>non_lora_trainables.bin</c>, or a folder with the former; none: the checkpoint holds it.</param>
public sealed record LlavaParts(string LanguageModel, string? VisionTower = null, string? Projector = null)
{
    /// <summary>Puts the parts together in a folder that every verb takes for a checkpoint: settings and tokenizer are written, weights stay where they are.</summary>
    /// <param name="directory">Folder to fill.</param>
    /// <exception cref="CheckpointException">The parts are no model: something is missing, superfluous or of the wrong shape. Nothing is left.</exception>
    public void Assemble(string directory)
    {
        string? projector = Projector is null ? null : ProjectorFile.Find(Projector);
        string config = AssembledConfig.Text(directory, this, projector);
        Directory.CreateDirectory(directory);
        try
        {
            new AssemblyFile(LanguageModel, projector).Write(directory);
            AtomicFile.WriteText(Path.Combine(directory, AssembledConfig.FileName), config);
            CheckpointFolder.Open(directory).Dispose();
        }
        catch
        {
            AssemblyFile.Delete(directory);
            File.Delete(Path.Combine(directory, AssembledConfig.FileName));
            throw;
        }

        TokenizerFiles.Copy(LanguageModel, directory);
    }
}
