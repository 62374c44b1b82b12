"""The words of a vein report, in each language."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Vein map", "under": "Duplex ultrasound of the leg veins", "patient title": "Your vein map",
        "document": "Vein map of {patient}, {on}",
        "preliminary": "Preliminary: no physician has signed this report yet.",
        "patient": "Patient", "born": "Born", "number": "Health number", "examined": "Examined", "posture": "Posture",
        "manoeuvre": "Manoeuvre",
        "machine": "Scanner", "referrer": "Referred by", "question": "Question",
        "criteria": "Criteria",
        "limits": "Limits of the examination",
        "sonographer": "Sonographer", "physician": "Physician", "signed": "Signed",
        "right": "Right leg", "left": "Left leg", "conclusion": "Conclusion", "ceap": "CEAP", "vcss": "Revised VCSS",
        "targets": "Could be treated", "changes": "Since the map before", "nothing": "Nothing was noted of this leg.",
        "vein": "Vein", "state": "State", "unjudged": "not judged",
        "diameter": "Diameter", "reflux": "Reflux", "depth": "Depth",
        "also": "Competent, without a number: {names}.",
        "pressed": "Compressed under the probe:", "from image": "Measured on the image of {on}, accepted by {by}.",
        "found on image": "Measured by the program (verified on phantoms only) on the image of {on}, "
        "accepted by {by}.",
        "from report": "From the scanner’s own report of {on}, accepted by {by}.",
        "superseded": "Superseded since: {why}.",
        "measurements": "Measurements", "map": "Drawing of the {leg} with its veins; the table says the same in words.",
        "addenda": "Added after signing", "page": "page {page} of {pages}", "phone": "Telephone:",
        "perforator at": "{name}, {height} cm above the floor", "tributary": "{key}: {name}",
        "refluxing": "In the {leg}, blood runs back down in these veins when you stand:",
        "none refluxing": "In the {leg}, every vein that we looked at closes as it should.",
        "the others": "The other veins that we looked at in this leg close as they should.",
        "closed ones": "In the {leg}, these veins are closed after your treatment:",
        "clotted": "In the {leg}, a clot was seen. Your physician has been told and will talk with you about it.",
        "how to read": "Red and thick: blood runs back. Blue and dashed: the vein closes as it should. "
        "Dotted: closed by treatment.",
        "how to read grey": "Thick and full: blood runs back. Dashed: the vein closes as it should. "
        "Dotted: closed by treatment.",
        "next": "This is a picture of what we found. What it means for you, and what could be done, you talk over with "
        "your physician.",
        "right low": "right leg", "left low": "left leg",
    },
    "fr": {
        "title": "Cartographie veineuse", "under": "Écho-Doppler des veines des jambes",
        "patient title": "La carte de vos veines", "document": "Cartographie veineuse de {patient}, {on}",
        "preliminary": "Préliminaire : aucun médecin n’a encore signé ce rapport.",
        "patient": "Patient", "born": "Né(e) le", "number": "Numéro de santé",
        "examined": "Examen", "posture": "Position",
        "manoeuvre": "Manœuvre",
        "machine": "Échographe", "referrer": "Demandé par", "question": "Question",
        "criteria": "Critères",
        "limits": "Limites de l’examen", "sonographer": "Échographiste", "physician": "Médecin", "signed": "Signé le",
        "right": "Jambe droite", "left": "Jambe gauche", "conclusion": "Conclusion", "ceap": "CEAP",
        "vcss": "VCSS révisé", "targets": "Traitement possible", "changes": "Depuis la carte précédente",
        "nothing": "Rien n’a été noté pour cette jambe.",
        "vein": "Veine", "state": "État", "unjudged": "non jugée",
        "diameter": "Diamètre", "reflux": "Reflux", "depth": "Profondeur",
        "also": "Continentes, sans mesure : {names}.",
        "pressed": "Comprimée sous la sonde :", "from image": "Mesuré sur l’image du {on}, accepté par {by}.",
        "found on image": "Mesuré par le programme (vérifié sur fantômes seulement) sur l’image du {on}, "
        "accepté par {by}.",
        "from report": "Tiré du rapport de l’échographe du {on}, accepté par {by}.",
        "superseded": "Remplacé depuis : {why}.",
        "measurements": "Mesures", "map": "Dessin de la {leg} avec ses veines; le tableau dit la même chose en mots.",
        "addenda": "Ajouté après la signature", "page": "page {page} de {pages}", "phone": "Téléphone :",
        "perforator at": "{name}, à {height} cm du sol", "tributary": "{key} : {name}",
        "refluxing": "Dans la {leg}, le sang redescend dans ces veines quand vous êtes debout :",
        "none refluxing": "Dans la {leg}, toutes les veines que nous avons regardées se ferment comme il faut.",
        "the others": "Les autres veines que nous avons regardées dans cette jambe se ferment comme il faut.",
        "closed ones": "Dans la {leg}, ces veines sont fermées après votre traitement :",
        "clotted": "Dans la {leg}, un caillot a été vu. Votre médecin en est informé et vous en parlera.",
        "how to read": "Rouge et épais : le sang redescend. Bleu en tirets : la veine se ferme comme il faut. "
        "Pointillé : fermée par traitement.",
        "how to read grey": "Trait plein et épais : le sang redescend. Tirets : la veine se ferme comme il faut. "
        "Pointillé : fermée par traitement.",
        "next": "Ceci est une image de ce que nous avons vu. Ce que cela veut dire pour vous, et ce qui peut être "
        "fait, vous en parlerez avec votre médecin.",
        "right low": "jambe droite", "left low": "jambe gauche",
    },
}  # fmt: skip
