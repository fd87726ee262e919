"""Writes word_pieces.json: words and ids that BERT's uncased tokenizer gives for texts, by its published rules and Python's own Unicode tables.

Run it in its own folder; nothing but Python is needed.
"""

import json
import unicodedata

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + list("abcdefghijklmnopqrstuvwxyz0123456789") + ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
PIECES += ["what", "is", "the", "un", "##aff", "##able", "##ing", "cafe", "?", "!", ",", ".", "'", "-", "$", "+", "中", "文", "«", "»", "ß", "ł", "¿", "—"]
CHINESE = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)]
TEXTS = [
    "", "What is the UNAFFABLE thing?", "  tabs\tand\nlines ", "Café, CAFÉ, cafe\u0301!", "it's $3+2.", "中文ab", "«what»—is", "Straße Łódź ¿qué?", "a\u0000b\u200bc\ufffdd", "x" * 101, "ab☃ what",
    "Ångström naïve Ünïcödé", "İstanbul", "ﬁne ½", "no\u00a0break\u2003space", "ΆΈΉ", "한국어",
]


def words_of(text):
    kept = ""
    for c in text:
        kind = unicodedata.category(c)
        if c in " \t\n\r" or kind == "Zs":
            kept += " "
        elif ord(c) in (0, 0xFFFD) or kind.startswith("C"):
            continue
        elif any(first <= ord(c) <= last for first, last in CHINESE):
            kept += f" {c} "
        else:
            kept += c
    for word in kept.split():
        bare = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        part = ""
        for c in bare:
            alone = (c.isascii() and not c.isalnum()) or unicodedata.category(c).startswith("P")
            if alone:
                if part:
                    yield part
                yield c
                part = ""
            else:
                part += c
        if part:
            yield part


def cut(word):
    if len(word) > 100:
        return ["[UNK]"]
    found, begin = [], 0
    while begin < len(word):
        end = len(word)
        while end > begin and ("##" if begin else "") + word[begin:end] not in PIECES:
            end -= 1
        if end == begin:
            return ["[UNK]"]
        found.append(("##" if begin else "") + word[begin:end])
        begin = end
    return found


def accented():
    """Small letters of Latin, Greek, Cyrillic and Japanese, and the letters that they are without accents."""
    pairs = {}
    for c in map(chr, range(0x80, 0x20000)):
        small = c.lower()
        bare = "".join(x for x in unicodedata.normalize("NFD", small) if unicodedata.category(x) != "Mn")
        script = unicodedata.name(c, "").split(" ")[0]
        if script in ("LATIN", "GREEK", "CYRILLIC", "HIRAGANA", "KATAKANA") and (c == small or c == "İ") and bare != c and len(bare) == 1:
            pairs[c] = bare
    return pairs


def main():
    cases = [{"text": text, "ids": [PIECES.index(piece) for piece in ["[CLS]"] + [p for word in words_of(text) for p in cut(word)] + ["[SEP]"]]} for text in TEXTS]
    with open("word_pieces.json", "w") as file:
        json.dump({"pieces": PIECES, "cases": cases, "accented": accented()}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
