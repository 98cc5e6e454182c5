"""A language becomes the fixed words of what goes with a release: the note to its receiver, and the mail."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True):
    """Every word around the three files that no brief supplies; `{…}` marks where a value goes.

    No field has a default, so a language that lacks a word is a type error.
    """

    # the note in the bundle
    three_files: str
    record: str
    sums: str
    signature: str
    check: str
    with_builder: str
    without: str
    on_the_signature: str
    signed: str
    unsigned: str

    # the mail
    greeting: str
    attached: str


_WORDS = {
    "en": Words(
        three_files="Three files that say the same: a memo to edit and file, slides for the meeting, and a "
        "summary on one page.",
        record="record of the build: sizes, hashes, where each statement stands",
        sums="SHA-256 of every file",
        signature="signature of SHA256SUMS",
        check="How to check that nothing was changed",
        with_builder="With policy-brief-builder:",
        without="Without it, in the folder of the unpacked files (Linux; macOS; Windows):",
        on_the_signature="The signature, with OpenSSH:",
        signed="Signed with the key {key}. Compare it with the one that the sender makes known: only then "
        "does the signature tell who sent these files.",
        unsigned="This bundle is not signed. The sums show damage, not forgery: to be sure of the sender, "
        "ask there for the SHA-256 of the zip file.",
        greeting="Dear {name},",
        attached="please find attached “{title}”.",
    ),
    "de": Words(
        three_files="Drei Dateien, die dasselbe sagen: ein Memo zum Bearbeiten und Ablegen, Folien für die "
        "Sitzung und eine Zusammenfassung auf einer Seite.",
        record="Nachweis der Erstellung: Größen, Prüfsummen, Ort jeder Aussage",
        sums="SHA-256 jeder Datei",
        signature="Signatur von SHA256SUMS",
        check="So lässt sich prüfen, dass nichts verändert wurde",
        with_builder="Mit policy-brief-builder:",
        without="Ohne, im Ordner der entpackten Dateien (Linux; macOS; Windows):",
        on_the_signature="Die Signatur, mit OpenSSH:",
        signed="Signiert mit dem Schlüssel {key}. Vergleichen Sie ihn mit dem, den die absendende Stelle "
        "bekannt gibt: Erst dann sagt die Signatur, von wem diese Dateien stammen.",
        unsigned="Dieses Paket ist nicht signiert. Die Prüfsummen zeigen Schäden, aber keine Fälschung: Um "
        "sicher zu sein, erfragen Sie bei der absendenden Stelle die SHA-256-Prüfsumme der Zip-Datei.",
        greeting="Guten Tag {name},",
        attached="anbei erhalten Sie „{title}“.",
    ),
    "es": Words(
        three_files="Tres archivos que dicen lo mismo: un memorando para editar y archivar, diapositivas "
        "para la reunión y un resumen de una página.",
        record="registro de la creación: tamaños, sumas y lugar de cada afirmación",
        sums="SHA-256 de cada archivo",
        signature="firma de SHA256SUMS",
        check="Cómo comprobar que nada ha cambiado",
        with_builder="Con policy-brief-builder:",
        without="Sin él, en la carpeta de los archivos extraídos (Linux; macOS; Windows):",
        on_the_signature="La firma, con OpenSSH:",
        signed="Firmado con la clave {key}. Compárela con la que da a conocer el remitente: solo así dice la "
        "firma de quién proceden estos archivos.",
        unsigned="Este paquete no está firmado. Las sumas muestran daños, no falsificaciones: para estar "
        "seguro, pida al remitente el SHA-256 del archivo zip.",
        greeting="Estimado/a {name}:",
        attached="Le enviamos adjunto «{title}».",
    ),
    "fr": Words(
        three_files="Trois fichiers qui disent la même chose\u00a0: un mémo à modifier et à classer, des "
        "diapositives pour la réunion et un résumé d’une page.",
        record="trace de la fabrication\u00a0: tailles, empreintes, place des énoncés",
        sums="SHA-256 de chaque fichier",
        signature="signature de SHA256SUMS",
        check="Comment vérifier que rien n’a été modifié",
        with_builder="Avec policy-brief-builder\u00a0:",
        without="Sans lui, dans le dossier des fichiers extraits (Linux\u00a0; macOS\u00a0; Windows)\u00a0:",
        on_the_signature="La signature, avec OpenSSH\u00a0:",
        signed="Signé avec la clé {key}. Comparez-la à celle que l’expéditeur fait connaître\u00a0: c’est "
        "alors seulement que la signature dit de qui viennent ces fichiers.",
        unsigned="Ce lot n’est pas signé. Les empreintes montrent les dommages, pas les faux\u00a0: pour "
        "être sûr, demandez à l’expéditeur l’empreinte SHA-256 du fichier zip.",
        greeting="Bonjour {name},",
        attached="Veuillez trouver ci-joint «\u00a0{title}\u00a0».",
    ),
    "ja": Words(
        three_files="同じ内容の三つのファイル：編集・保管用のメモ、会議用のスライド、一枚要約。",
        record="作成の記録：サイズ、ハッシュ値、各記述の所在",
        sums="各ファイルのSHA-256",
        signature="SHA256SUMSの署名",
        check="変更されていないことの確認方法",
        with_builder="policy-brief-builderを使う場合：",
        without="使わない場合、展開したフォルダーで（Linux、macOS、Windows）：",
        on_the_signature="署名の確認（OpenSSH）：",
        signed="署名の鍵は{key}です。送り手が公表している鍵と照合してください。一致して初めて、送り手が確かめられます。",
        unsigned="このファイル一式には署名がありません。ハッシュ値で分かるのは破損であり、偽造ではありません。"
        "確実を期すには、zipファイルのSHA-256を送り手にお問い合わせください。",
        greeting="{name} 様",
        attached="「{title}」を添付でお送りします。",
    ),
}


def words_for(language: str) -> Words:
    """Return the words for a BCP 47 tag, English for a language that has none of its own."""
    return _WORDS.get(language.lower().replace("_", "-").split("-")[0], _WORDS["en"])
