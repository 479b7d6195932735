"""Every listed term is flagged in every spelling; every exempt phrase passes, and every exemption is needed."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from functions.imagine.illustrators.openmoji import wishes
from functions.imagine.illustrators.openmoji.catalogue import TABLE
from functions.imagine.illustrators.openmoji.vocabulary import Sense
from functions.imagine.illustrators.openmoji.wishes import CHINESE, vocabulary
from functions.moderate.phrase_files import phrases
from functions.moderate.tokens import Tokens, as_written
from functions.moderate.word_list import CATEGORIES, LANGUAGES, WordList, listed, word_list

CODES = {"english": "en", "chinese": "zh", "spanish": "es", "german": "de", "french": "fr"}
INNOCENT = {as_written(phrase): heading for heading, phrase in phrases("innocent.txt")}
OURS = sorted({(category, phrase) for category, phrase in phrases("unfit.txt")})
THEIRS = [(language, term) for language in LANGUAGES for term in listed(language)]


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def in_a_wish(term: str) -> str:
    return f"我想要一张{term}的画" if is_chinese(term) else f"please draw me: {term}, with 3 stars"


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spellings(term: str) -> Iterator[str]:
    """One spelling per normalisation. Accents are kept if the term without them is exempt."""
    yield from (term, term.upper(), full_width(term), "\u200b".join(term))
    if as_written(without_accents(term)) not in INNOCENT:
        yield without_accents(term)


def where_it_counts(heading: str) -> str:
    """A language in which a phrase under this heading of innocent.txt is not exempt."""
    where, language = heading.split()
    return language if where == "unless" else "en"


@pytest.mark.parametrize(("category", "term"), OURS)
def test_each_of_our_terms_is_flagged_in_every_spelling(category: str, term: str) -> None:
    assert category in CATEGORIES
    language = where_it_counts(INNOCENT.get(as_written(term), "in nowhere"))
    for spelled in spellings(term):
        assert word_list().flagged_category(in_a_wish(spelled), language), spelled


@pytest.mark.parametrize(("language", "term"), THEIRS)
def test_each_term_of_the_package_is_flagged_or_exempt(language: str, term: str) -> None:
    heading = INNOCENT.get(as_written(term))
    if heading == "everywhere":
        assert word_list().flagged_category(in_a_wish(term), CODES[language]) is None
        return
    for spelled in spellings(term):
        assert word_list().flagged_category(in_a_wish(spelled), CODES[language]), spelled


@pytest.mark.parametrize(("heading", "phrase"), sorted({(h, p) for h, p in phrases("innocent.txt")}))
def test_every_exemption_is_needed(heading: str, phrase: str) -> None:
    """Without its exemption it would be flagged, or a Chinese term could begin at its end."""
    assert heading
    strict = WordList(word_list().terms, {}, word_list().longest)
    assert strict.flagged_category(phrase) or begins_a_term(as_written(phrase))


def begins_a_term(tokens: Tokens) -> bool:
    ends = [tokens[start:] for start in range(1, len(tokens))]
    return any(term[: len(end)] == end for term in word_list().terms for end in ends if len(term) > len(end))


@pytest.mark.parametrize(
    ("wish", "category"),
    [
        ("kill my brother", "violence"),
        ("I want to kill myself", "self_harm"),
        ("suicide", "self_harm"),
        ("a bag of cocaine", "drugs"),
        ("cocaína", "drugs"),
        ("una droga", "drugs"),
        ("suicidio", "self_harm"),
        ("un maricón", "hate"),
        ("un maricon", "hate"),
        ("un pedófilo", "sexual"),
        ("un pedofilo", "sexual"),
        ("coño", "profanity"),
        ("ein Arschloch", "profanity"),
        ("Arschlöcher", "profanity"),
        ("enculé", "profanity"),
        ("他妈的", "profanity"),
        ("画一个自杀的人", "self_harm"),
        ("我要毒品", "drugs"),
        ("a gun", "violence"),
        ("GUNS", "violence"),
        ("a penis and a gun, he wants to die", "sexual"),
        ("ｆｕｃｋ", "profanity"),
        ("fu\u200bck", "profanity"),
        ("fück you", "profanity"),
        ("sh1t", "profanity"),
        ("$h!t", "profanity"),
        ("@ss", "profanity"),
        ("f*ck", "profanity"),
        ("f**k", "profanity"),
        ("a *** cat", "profanity"),
        ("*fuck*", "profanity"),
        ("fuuuuck!!!", "profanity"),
        ("f u c k", "profanity"),
        ("F.U.C.K.", "profanity"),
        ("oh s-h-i-t", "profanity"),
        ("操 你 妈", "profanity"),
        ("a water gun and a gun", "violence"),
        ("un gato con coño", "profanity"),
    ],
)
def test_an_unfit_wish_is_flagged_with_its_gravest_category(wish: str, category: str) -> None:
    assert word_list().flagged_category(wish, "en") == category


@pytest.mark.parametrize(
    "wish",
    [
        *("a cat on a blanket", "Scunthorpe", "a bus stop", "a dinosaur", "Mississippi", "a classic car", "a cockatoo"),
        *("Dick Whittington's cat", "a shiitake mushroom", "a grape", "a therapist", "Moby Dick", "a big black dog"),
        *("a girl on a bike", "Peter Pan", "a blue tit", "cock-a-doodle-doo", "a naked mole rat", "a killer whale"),
        *("a water gun", "a knight with a sword", "a pirate with a cannon", "a dragon breathing fire", "a skeleton"),
        *("a vampire who sucks tomatoes", "a bomb squad robot", "a shooting star", "a dead leaf", "a poop emoji"),
        *("a lemon party", "a jelly donut", "a boat tied up", "Essex", "a pussycat", "Bing Bong", "Moses", "a cutter"),
        *(
            "an assassin bug",
            "a shuttlecock",
            "cocktail umbrella",
            "a peacock",
            "two moms",
            "a rainbow flag",
            "a heroine",
        ),
        *("un armadillo", "un armario", "un círculo azul", "una tortuga ágil", "una balanza", "cortar papel"),
        *("feliz año nuevo", "un gato con botas", "un gato negro", "un cono de helado", "un asno", "una concha"),
        *("una heroína", "un pato", "una pistola de agua", "el computador", "Día de los Muertos"),
        *("ein Dickhäuter", "der Schwanz einer Katze", "ein dicker Bär", "Vögel und ein Baum mit Vögeln", "zwei Möpse"),
        *("ein Zauberstab", "bitte eine Katze", "Tag der Toten", "eine Wasserpistole", "ein Nacktmull"),
        *("un phoque", "une chatte et ses chatons", "la gueule du lion", "Pierre et Peter Pan", "une pédale de vélo"),
        *("une super-héroïne", "un bisou", "des carottes râpées", "un p'tit chat", "un pistolet à eau"),
        *(
            "操场",
            "草莓",
            "干净的小狗",
            "一杯牛奶",
            "奶奶和妈妈比赛",
            "妈妈的生日",
            "生日你好",
            "你妈妈和我妈妈",
            "一只公鸡",
        ),
        *(
            "一只小鸡鸡",
            "一只乳牛",
            "小狗日记",
            "飞机巴士",
            "路口交通灯",
            "面包皮",
            "水手枪",
            "大麻雀",
            "魔鬼公主",
            "打死结",
        ),
        *("abc", "U S A", "a 5 and a 4x4 car", "2 * 3 = 6", "a b c d e f g", "@home", "13 balloons", "hello!!!", ""),
    ],
)
def test_a_fit_wish_passes(wish: str) -> None:
    assert word_list().flagged_category(wish, "en") is None


@pytest.mark.parametrize(
    ("word", "refused_in", "passes_in"),
    [
        ("dick", "en", "de-AT"),
        ("con", "fr-CA", "es"),
        ("bite", "fr", "en"),
        ("retard", "en", "fr"),
        ("ano", "es", "pt_BR"),
    ],
)
def test_a_word_of_two_languages_is_judged_by_the_wish_s_own(word: str, refused_in: str, passes_in: str) -> None:
    assert word_list().flagged_category(word, refused_in)
    assert word_list().flagged_category(word, passes_in) is None


@pytest.mark.parametrize(
    "wish",
    [
        *("fuck1", "1gun", "gun4", "2guns2", "f4u4c4k", "f*u*c*k", "p*o*r*n", "g@u@n", "fu.ck", "pe-nis", "g.un"),
        *("machinegun", "superfucker", "killgun", "analsex", "shootpeople", "deadbodies", "heilhitler", "pornstars"),
        *(
            "fu\u0441k",
            "\u0455ex",
            "g\u03c5n",
            "\u043a\u0456ll",
            "ᴋɪʟʟ",
            "ⓕⓤⓒⓚ",
            "𝐠𝐮𝐧",
            "ｇｕｎ",
            "g\u200bu\u2060n",
            "f\u00adu\u00adc\u00adk",
        ),
        *("手1枪", "手-枪", "杀*人", "杀。人", "自 2 杀", "毒_品", "杀\u200b人", "强…奸"),
        *("枪", "一把枪", "槍", "🔫", "a 🔫 and a cat", "🚬", "🖕", "🔞"),
    ],
)
def test_a_disguised_term_is_flagged(wish: str) -> None:
    assert word_list().flagged_category(wish, "en")


@pytest.mark.parametrize(
    "wish",
    [
        *(
            "a killer bee",
            "two killer bees",
            "a murder hornet",
            "a pistol shrimp",
            "a jackass penguin",
            "a weather cock",
        ),
        *("Dick Van Dyke", "spic and span", "杀人鲸", "迷宫去死胡同", "a staple gun", "a willow tit", "Offa's Dyke"),
        *("snigger", "Ashkenazi", "Scunthorpe", "a heroine", "a condominium", "a titan", "popcorn", "a shellfish"),
        *("Sussex and Essex", "a cumin seed", "an assassin bug", "a grasshopper", "R2-D2", "K9", "42nd street", "MP3"),
        *(
            "水枪",
            "泡泡枪",
            "一条枪鱼",
            "标枪比赛",
            "3只猫5只狗",
            "一只猫, 一只狗",
            "сова",
            "κουκουβάγια",
            "собака и кот",
        ),
        *("she'll swim", "l'assiette", "qu'on", "t-shirt", "x-ray", "e-mail", "a hip-hop hippo", "a pop-up book"),
    ],
)
def test_an_innocent_name_passes(wish: str) -> None:
    assert word_list().flagged_category(wish, "en") is None


@pytest.mark.parametrize(("category", "stem"), sorted({(category, stem) for category, stem in phrases("stems.txt")}))
def test_a_stem_is_flagged_anywhere_in_a_word(category: str, stem: str) -> None:
    assert category in CATEGORIES
    assert word_list().flagged_category(f"a mega{stem}like cat", "en")


class CountingTerms(dict[Tokens, str]):
    """Counts the comparisons with the list."""

    comparisons = 0

    def get(self, key: Tokens, default: Any = None) -> Any:
        self.comparisons += 1
        return super().get(key, default)


def comparisons(wish: str) -> int:
    terms = CountingTerms(word_list().terms)
    assert WordList(terms, word_list().exemptions, word_list().longest).flagged_category(wish) is None
    return terms.comparisons


@pytest.mark.parametrize("wish", ["a b c d e f g h ", "a cat and a dog ", "猫和狗在草地上", "a1b2c3 "])
def test_the_work_grows_with_the_length_of_the_wish(wish: str) -> None:
    assert comparisons(wish * 320) < 12 * comparisons(wish * 32)


def test_a_masked_word_is_compared_with_words_of_its_length() -> None:
    assert word_list().flagged_category("* ** *** f*ck") == "profanity"
    assert word_list().flagged_category("a*********************************b") is None


def test_every_openmoji_name_passes() -> None:
    names = [line.split("\t")[2] for line in TABLE.read_text().splitlines()]
    assert len(names) > 1000
    assert [name for name in names if word_list().flagged_category(name, "en")] == []


@pytest.mark.parametrize("tag", wishes.LANGUAGES)
def test_every_word_that_openmoji_draws_passes(tag: str) -> None:
    words = [" ".join(key) for key in vocabulary(wishes.LANGUAGES[tag]).senses]
    assert [word for word in words if word_list().flagged_category(word, tag)] == []


def test_adjacent_chinese_words_make_no_flagged_one() -> None:
    words = sorted("".join(key) for key, senses in vocabulary(CHINESE).senses.items() if Sense.NOUN in senses)
    assert len(words) > 300
    by_first = words[::7]
    assert [a + b for a in by_first for b in words if word_list().flagged_category(a + b, "zh")] == []
