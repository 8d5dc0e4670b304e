from pathlib import Path

import pytest

from detente.errors import LanguageUnsupported
from tests.documents.texts import REPORT, UKRAINIAN, load

FOREIGN = {
    "Ukrainian": UKRAINIAN,
    "Russian": "Стороны договорились встретиться снова во вторник после того, как переговоры завершились ничем.",
    "Arabic": "اتفق الجانبان على الاجتماع مرة أخرى يوم الثلاثاء بعد انتهاء المحادثات في جنيف دون التوصل إلى اتفاق.",
    "Hebrew": "שני הצדדים הסכימו להיפגש שוב ביום שלישי לאחר שהשיחות בז'נבה הסתיימו ללא הסכם.",
    "Persian": "دو طرف توافق کردند که پس از پایان مذاکرات در ژنو بدون توافق، روز سه‌شنبه دوباره دیدار کنند.",
    "Chinese": "双方同意在日内瓦会谈无果而终后，于星期二再次会面。双方同意在日内瓦会谈无果而终后，于星期二再次会面。",
    "Hindi": "दोनों पक्ष जिनेवा में वार्ता बिना समझौते के समाप्त होने के बाद मंगलवार को फिर मिलने पर सहमत हुए।",
    "French": "Les deux parties ont convenu de se retrouver mardi après l'échec des pourparlers de Genève.",
    "Spanish": "Las dos partes acordaron reunirse de nuevo el martes tras fracasar las conversaciones en Ginebra.",
    "German": "Beide Seiten einigten sich darauf, sich am Dienstag wieder zu treffen, nachdem die Gespräche endeten.",
    "Dutch": "Beide partijen kwamen overeen elkaar dinsdag weer te ontmoeten nadat de gesprekken waren geëindigd.",
    "Hungarian": "A felek megállapodtak abban, hogy kedden újra találkoznak, miután a tárgyalások megszakadtak.",
    "Turkish": "Taraflar, Cenevre'deki görüşmelerin ardından salı günü yeniden bir araya gelmeyi kabul etti.",
    "Bosnian, Croatian or Serbian": "Strane su se dogovorile da se ponovo sastanu u utorak nakon razgovora.",
    "Indonesian or Malay": "Kedua pihak sepakat untuk bertemu kembali pada hari Selasa setelah perundingan di Jenewa.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_report_in_another_language_is_refused_by_name(language: str, tmp_path: Path) -> None:
    with pytest.raises(LanguageUnsupported) as refused:
        load(tmp_path, "report.txt", FOREIGN[language])
    assert str(refused.value).startswith(f"This report is in {language}; detente reads English")


PASSES = {
    "clear English": REPORT,
    "English full of foreign names": "Volodymyr Zelensky, Andriy Yermak, Rustem Umerov and Andrii Sybiha met "
    "Sergey Lavrov, Yuri Ushakov, Kirill Dmitriev and Dmitry Peskov in Jeddah, Riyadh, Abu Dhabi and Istanbul.",
    "nothing but names": "Ismail Haniyeh, Khaled Meshaal, Mousa Abu Marzouk, Khalil al-Hayya, Tamim bin Hamad Al Thani",
    "telegram style": "Talks fail. Markets fall. Brazil rejects quota plan. Colombia walks out. Producers divided.",
    "capitals": "THE TWO SIDES AGREED TO MEET AGAIN ON TUESDAY AFTER TALKS IN GENEVA ENDED WITHOUT A DEAL.",
    "figures": "Exports 1987: Colombia 16.28, Brazil 30.48, Indonesia 4.55, El Salvador 4.47, Guatemala 3.47",
    "English around a foreign quotation": REPORT * 4 + "«Ми не погодимося на поступки», he wrote. " + REPORT * 4,
    "English pidgin": "Di two sides don gree to meet again on Tuesday afta di talk for Geneva end without any deal.",
    "too short to be sure": "Сторони домовилися про обмін.",
}  # fmt: skip


@pytest.mark.parametrize("case", PASSES)
def test_english_and_what_is_uncertain_pass(case: str, tmp_path: Path) -> None:
    document = load(tmp_path, "report.txt", PASSES[case])
    assert (document.text, document.language) == (PASSES[case], "en")


def test_the_body_decides_not_the_headline(tmp_path: Path) -> None:
    with pytest.raises(LanguageUnsupported, match="Ukrainian"):
        load(
            tmp_path,
            "a.txt",
            "The parties said that they would meet and talk with the mediators\n2025-03-24\n\n" + UKRAINIAN,
        )


def test_a_long_report_is_judged_by_its_middle(tmp_path: Path) -> None:
    with pytest.raises(LanguageUnsupported, match="Ukrainian"):
        load(tmp_path, "a.txt", REPORT + UKRAINIAN * 60 + REPORT)
