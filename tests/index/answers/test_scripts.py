"""Questions in many scripts, asked of one library that holds passages in all of them."""

import pytest

from index.answers.ranking import find
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.query import read_question
from index.settings import BuildSettings

# Per language: a passage on an old bridge and one on a turtle, and a question to each.
PASSAGES = {
    "ar": (
        "بني الجسر الحجري القديم فوق النهر سنة 1566 على يد مهندس عثماني مشهور.",
        "تضع السلحفاة البحرية بيضها في رمال الشاطئ ليلا ثم تعود إلى البحر.",
    ),
    "de": (
        "Die alte Steinbrücke über den Fluss wurde 1566 von einem Baumeister aus der Hauptstadt errichtet.",
        "Die Meeresschildkröte legt ihre Eier nachts in den Sand des Strandes und kehrt ins Wasser zurück.",
    ),
    "el": (
        "Το παλιό πέτρινο γεφύρι πάνω από τον ποταμό χτίστηκε το 1566 από έναν ξακουστό μάστορα.",
        "Η θαλάσσια χελώνα γεννά τα αυγά της τη νύχτα στην άμμο της παραλίας και γυρίζει στη θάλασσα.",
    ),
    "fa": (
        "پل سنگی قدیمی روی رودخانه در سال ۱۵۶۶ به دست معماری نامدار ساخته شد.",
        "لاک‌پشت دریایی شب‌ها در ماسه‌های ساحل تخم می‌گذارد و به دریا برمی‌گردد.",
    ),
    "he": (
        "גשר האבן העתיק מעל הנהר נבנה בשנת 1566 בידי אדריכל מפורסם.",
        "צב הים מטיל ביצים בחול החוף בלילה וחוזר אל המים.",
    ),
    "hi": (
        "नदी पर पुराना पत्थर का पुल 1566 में एक प्रसिद्ध वास्तुकार ने बनाया था।",
        "समुद्री कछुआ रात में तट की रेत में अंडे देता है और पानी में लौट जाता है।",
    ),
    "hy": (
        "Գետի վրայի հին քարե կամուրջը կառուցվել է 1566 թվականին նշանավոր վարպետի կողմից։",
        "Ծովային կրիան գիշերը ձվադրում է լողափի ավազի մեջ և վերադառնում է ջուրը։",
    ),
    "ja": (
        "川にかかる古い石橋は1566年に有名な建築家によって造られた。",
        "ウミガメは夜に砂浜で産卵し、その後海へ帰る。",
    ),
    "ka": (
        "მდინარეზე ძველი ქვის ხიდი 1566 წელს ცნობილმა ოსტატმა ააშენა.",
        "ზღვის კუ ღამით სანაპიროს ქვიშაში კვერცხებს დებს და წყალში ბრუნდება.",
    ),
    "ko": (
        "강 위의 오래된 돌다리는 1566년에 유명한 건축가가 세웠다.",
        "바다거북은 밤에 해변의 모래에 알을 낳고 바다로 돌아간다.",
    ),
    "ro": (
        "Vechiul pod de piatră peste râu a fost construit în 1566 de un arhitect vestit.",
        "Broasca țestoasă marină își depune ouăle noaptea în nisipul plajei și se întoarce în apă.",
    ),
    "ru": (
        "Старый каменный мост через реку был построен в 1566 году известным зодчим.",
        "Морская черепаха откладывает яйца ночью в песок пляжа и возвращается в воду.",
    ),
    "th": (
        "สะพานหินเก่าข้ามแม่น้ำสร้างขึ้นในปี 1566 โดยสถาปนิกที่มีชื่อเสียง",
        "เต่าทะเลวางไข่ในทรายบนชายหาดตอนกลางคืนแล้วกลับลงสู่ทะเล",
    ),
    "tr": (
        "Nehrin üzerindeki eski taş köprü 1566 yılında ünlü bir mimar tarafından yapıldı.",
        "Deniz kaplumbağası gece kumsala yumurta bırakır ve suya döner.",
    ),
    "vi": (
        "Cây cầu đá cổ bắc qua sông được một kiến trúc sư nổi tiếng xây dựng năm 1566.",
        "Rùa biển đẻ trứng trong cát trên bãi biển vào ban đêm rồi trở về nước.",
    ),
    "zh": (
        "河上的古老石桥由一位著名建筑师于1566年建造。",
        "海龟夜间在沙滩上产卵，然后返回大海。",
    ),
}
QUESTIONS = {
    "ar": (
        "من بنى الجسر القديم؟",
        "أين تضع السلاحف بيضها؟",
    ),
    "de": (
        "Wer hat die steinernen Brücken errichtet?",
        "Wohin legt die Meeresschildkröte ihre Eier?",
    ),
    "el": (
        "Ποιος έχτισε το γεφύρι;",
        "Πού γεννούν οι χελώνες;",
    ),
    "fa": (
        "پل سنگی را چه کسی ساخت؟",
        "لاک‌پشت‌ها کجا تخم می‌گذارند؟",
    ),
    "he": (
        "מי בנה את גשר האבן?",
        "איפה צב מטיל ביצים?",
    ),
    "hi": (
        "पत्थर का पुल किसने बनाया?",
        "कछुआ अंडे कहाँ देता है?",
    ),
    "hy": (
        "Ո՞վ է կառուցել կամուրջը",
        "Որտե՞ղ է ձվադրում կրիան",
    ),
    "ja": (
        "石橋は誰が造りましたか",
        "ウミガメはどこで産卵しますか",
    ),
    "ka": (
        "ვინ ააშენა ქვის ხიდი?",
        "სად დებს კუ კვერცხებს?",
    ),
    "ko": (
        "돌다리는 누가 세웠나요?",
        "바다거북이 알을 낳는 곳은 어디입니까?",
    ),
    "ro": (
        "Cine a construit podurile de piatră?",
        "Unde depun ouă broaștele țestoase?",
    ),
    "ru": (
        "Кто построил каменные мосты?",
        "Куда черепахи откладывают яйца?",
    ),
    "th": (
        "ใครสร้างสะพานหิน",
        "เต่าวางไข่ที่ไหน",
    ),
    "tr": (
        "Taş köprüyü kim yaptı?",
        "Kaplumbağalar nereye yumurta bırakır?",
    ),
    "vi": (
        "Ai xây cầu đá?",
        "Rùa đẻ trứng ở đâu?",
    ),
    "zh": (
        "谁建造了石桥？",
        "海龟在哪里产卵？",
    ),
}


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """All passages, two a language."""
    rows = [Row(f"{tag}{i}", "", text) for tag, texts in PASSAGES.items() for i, text in enumerate(texts)]
    return Searcher([RowPart(rows, BuildSettings())])


def test_each_passage_is_in_its_language(searcher: Searcher) -> None:
    """One sentence a passage is enough."""
    found = [searcher.passage(number).language for number in range(len(searcher))]

    assert [language for language in PASSAGES for _ in range(2)] == found


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_finds_its_passage_in_its_language(searcher: Searcher, language: str) -> None:
    """Other forms of the words, words glued together, and fifteen other languages do no harm."""
    for number, question in enumerate(QUESTIONS[language]):
        best = find(searcher, read_question(question, searcher))[0]

        assert f"{language}{number}" == searcher.passage(best.number).key
