namespace Trainer.Data.Text;

/// <summary>Small letters without their accents. The runtime's own tables are switched off, so that texts mean the same on every machine.</summary>
internal static class BertLetters
{
    /// <summary>Words of a plain letter and those that become it, for the alphabets of Latin, Greek and Cyrillic, and Japanese syllables.</summary>
    private const string Table = """
        aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ cçćĉċčḉ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ iìíîïĩīĭįİǐȉȋḭḯỉị nñńņňǹṅṇṉṋ
        oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự yýÿŷȳẏẙỳỵỷỹ dďḋḍḏḑḓ gĝğġģǧǵḡ hĥȟḣḥḧḩḫẖ jĵǰ
        kķǩḱḳḵ lĺļľḷḹḻḽ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťțṫṭṯṱẗ wŵẁẃẅẇẉẘ zźżžẑẓẕ æǣǽ ʒǯ øǿ ʹʹ ;; ¨΅῁῭΅ ··
        ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ εέἐἑἒἓἔἕὲέ ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ
        οόὀὁὂὃὄὅὸό ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ ϒϓϔ ийѝӣӥ еѐёӗ гѓ ії кќ уўӯӱӳ ѵѷ жӂӝ аӑӓ әӛ зӟ оӧ өӫ эӭ чӵ ыӹ bḃḅḇ fḟ
        mḿṁṃ pṕṗ vṽṿ xẋẍ ſẛ ᾿῍῎῏ ῾῝῞῟ ρῤῥ `` ´´ かが きぎ くぐ けげ こご さざ しじ すず せぜ そぞ ただ ちぢ つづ てで とど はばぱ ひびぴ ふぶぷ へべぺ ほぼぽ うゔ ゝゞ
        カガ キギ クグ ケゲ コゴ サザ シジ スズ セゼ ソゾ タダ チヂ ツヅ テデ トド ハバパ ヒビピ フブプ ヘベペ ホボポ ウヴ ワヷ ヰヸ ヱヹ ヲヺ ヽヾ
        """;

    private static readonly Dictionary<char, char> Plain = Table
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => word.Skip(1).Select(letter => (letter, word[0])))
        .ToDictionary(pair => pair.letter, pair => pair.Item2);

    /// <summary>A text in small letters, each without its accents.</summary>
    internal static string Of(string text) => string.Concat(text.ToLowerInvariant().Select(letter => Plain.GetValueOrDefault(letter, letter)));
}
