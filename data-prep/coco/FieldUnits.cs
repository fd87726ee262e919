using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>The fields of a file that is one object, each written when its turn comes.</summary>
/// <param name="path">The file that they come from.</param>
/// <param name="fields">Write them.</param>
internal sealed class FieldUnits(string path, IReadOnlyList<Func<PreparedItem>> fields) : IUnits
{
    public int Count => fields.Count;

    public UnitPlace PlaceOf(int position) => new(new RecordPlace(path, 1), position + 1);

    public Converted Convert(int position) => Converted.To(fields[position]());

    public void Dispose()
    {
    }
}
