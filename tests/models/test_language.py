"""Languages are told apart where a text tells; names, lists and scraps are in none."""

import subprocess
import sys

import pytest

from sayso.models.language import guess_language


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (
            "fr",
            "Selon la police, trois hommes ont quitté l'entrepôt avant l'incendie, mais personne ne les a reconnus.",
        ),
        ("de", "Der Bericht sagt nicht, wer die Arbeiter bezahlt hat, und niemand wollte darüber sprechen."),
        ("es", "El ayuntamiento dijo el martes que el puente seguirá cerrado hasta fin de mes."),
        ("it", "Il rapporto non dice chi ha pagato gli operai, e nessuno lo ha chiesto."),
        ("pt", "Segundo a polícia, três homens saíram do armazém antes do incêndio, mas ninguém os reconheceu."),
        ("nl", "Volgens de politie verlieten drie mannen het pakhuis voor de brand, maar niemand heeft hen herkend."),
        ("pl", "Według policji trzech mężczyzn opuściło magazyn przed pożarem, ale nikt ich nie rozpoznał."),
        ("sv", "Kommunen sade på tisdagen att bron ska vara stängd till slutet av månaden."),
        ("tr", "Polise göre üç adam yangından önce depodan ayrıldı, ama kimse onları tanımadı."),
        ("ro", "Potrivit poliției, trei bărbați au plecat din depozit înainte de incendiu."),
        (
            "id",
            "Menurut polisi, tiga orang meninggalkan gudang sebelum kebakaran, tetapi tidak ada yang mengenal mereka.",
        ),
        ("ru", "По словам полиции, трое мужчин покинули склад до пожара, но никто их не узнал."),
        ("ar", "وبحسب الشرطة غادر ثلاثة رجال المستودع قبل الحريق لكن أحدا لم يتعرف عليهم."),
        ("zh", "警方说，三名男子在火灾前离开了仓库，但没有人认出他们。"),
        ("en", "The harbour board said on Tuesday that the bridge would stay closed."),
        ("en", "THE HARBOUR BOARD SAID ON TUESDAY THAT THE BRIDGE WOULD STAY CLOSED."),
        (
            "fr",
            "SELON LA POLICE, TROIS HOMMES ONT QUITTÉ L'ENTREPÔT AVANT L'INCENDIE, MAIS PERSONNE NE LES A RECONNUS.",
        ),
    ],
)
def test_language(tag, text):
    assert guess_language(text).language == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "12 34 56 78 90 %%% --- +++",
        "Ada Moss, Bren Corvin, Hilde Grunau, Ivo Jarnow, Jana Korda, Karel Lembke, Lotte Moravec",
        "José García, María López, Juan Hernández, Ana Martínez, Luis Pérez, Carmen Ruiz",
        "Berlin, München, Hamburg, Köln, Frankfurt, Stuttgart, Dresden, Leipzig",
        "Mohammed al-Rashid, Abdul Karim Hassan, Yusuf ibn Omar, Fatima al-Zahra",
        "Real Madrid 3, Atlético de Madrid 1; Deportivo de La Coruña 2, Sevilla 2",
        "xkq zvb trw plm nnq ghh bvt zzt",
        "Photo: Piet Ostrava",
        "Table 3 Velmark 120 340 Ostrow 98 220 Karst 45 90",
        "mayor says bridge shut til may; cops mum on fire",
    ],
)
def test_what_is_in_no_language_is_not_foreign(text):
    assert not guess_language(text).is_foreign


def test_a_foreign_name_within_english_changes_nothing():
    text = "The newspaper El Correo de la Tarde wrote “no había nadie en la casa” on its front page that day."
    assert guess_language(text).language == "en"


def test_words_of_a_language_come_without_loading_the_language():
    code = (
        "import sys; from sayso.models.language import guess_document as guess; "
        "print(guess(['Le port est fermé, a dit la mairie, et personne ne sait quand les bateaux pourront sortir.']), "
        "any(name.startswith('spacy') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["fr", "False"]
