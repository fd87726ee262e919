namespace Trainer.Evaluation.Benchmarks.Mmmu;

/// <summary>MMMU's 30 subjects in six domains (arXiv:2311.16502).</summary>
internal static class MmmuDomains
{
    /// <summary>Subjects of each domain.</summary>
    internal static IReadOnlyDictionary<string, string[]> Subjects { get; } = new OrderedDictionary<string, string[]>
    {
        ["art_and_design"] = ["Art", "Art_Theory", "Design", "Music"],
        ["business"] = ["Accounting", "Economics", "Finance", "Manage", "Marketing"],
        ["science"] = ["Biology", "Chemistry", "Geography", "Math", "Physics"],
        ["health_and_medicine"] = ["Basic_Medical_Science", "Clinical_Medicine", "Diagnostics_and_Laboratory_Medicine", "Pharmacy", "Public_Health"],
        ["humanities_and_social_science"] = ["History", "Literature", "Psychology", "Sociology"],
        ["tech_and_engineering"] =
            ["Agriculture", "Architecture_and_Engineering", "Computer_Science", "Electronics", "Energy_and_Power", "Materials", "Mechanical_Engineering"],
    };
}
