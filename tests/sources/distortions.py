"""Forty distortions each of three briefs: what a person under pressure gets wrong, one change at a time.

Each has its kind, words of the brief, and the words in their place.
"""

from __future__ import annotations

SAMPLE = (
    (
        "number",
        'text: "The two have held numerous discussions on closer ties and on trade imbalances."',
        'text: "The two have held 14 discussions on closer ties and on trade imbalances."',
    ),
    (
        "number",
        'text: "Japan\'s political factions hold differing views."',
        'text: "Japan\'s five political factions hold differing views."',
    ),
    (
        "number",
        'text: "Public feeling about the United States adds to pressure at home."',
        'text: "Public feeling about the United States, negative for 62 %, adds to pressure at home."',
    ),
    (
        "number",
        'claim: "Trade talks face potential disruption or delay."',
        'claim: "Trade talks face a potential delay of 18 months."',
    ),
    ("number", 'gist: "Their absence may hinder', 'gist: "An absence of $3 billion may hinder'),
    (
        "number",
        'text: "US military support and strategic',
        'text: "For 70 years, US military support and strategic',
    ),
    ("date", "Recent months have brought", "Since March 2024 they have brought"),
    ("date", '{when: "Aftermath", text', '{when: "2025-06-01", text'),
    (
        "date",
        '{when: "Recent months", text: "Strain builds"',
        '{when: "Recent months", text: "Strain builds from 5 May"',
    ),
    (
        "date",
        'detail: "Back channels can ease tension; high-level meetings could follow."',
        'detail: "Back channels can ease tension; high-level meetings could follow in 2026."',
    ),
    (
        "hedge",
        'claim: "Security cooperation may weaken without high-level meetings."',
        'claim: "Security cooperation weakens without high-level meetings."',
    ),
    (
        "hedge",
        'claim: "Security cooperation may weaken without high-level meetings."',
        'claim: "Security cooperation will weaken without high-level meetings."',
    ),
    (
        "hedge",
        'claim: "Others might doubt US commitments in the region."',
        'claim: "Others doubt US commitments in the region."',
    ),
    (
        "hedge",
        'claim: "Trade talks face potential disruption or delay."',
        'claim: "Trade talks face certain disruption and delay."',
    ),
    (
        "hedge",
        'text: "Observers might question how strong and how reliable US commitments are."',
        'text: "Observers question how strong and how reliable US commitments are."',
    ),
    (
        "hedge",
        'gist: "Their absence may hinder joint work on shared challenges and weaken',
        'gist: "Their absence hinders joint work on shared challenges and weakens',
    ),
    (
        "hedge",
        'text: "The leadership may have put cohesion at home ahead of engagement abroad."',
        'text: "The leadership put cohesion at home ahead of engagement abroad."',
    ),
    (
        "hedge",
        'text: "Japan may feel the weight of its neighbours',
        'text: "Japan feels the weight of its neighbours',
    ),
    (
        "hedge",
        'text: "Reluctance to follow some US directives can be read as a wish for autonomy."',
        'text: "Reluctance to follow some US directives proves a wish for autonomy."',
    ),
    (
        "hedge",
        'detail: "Climate change, public health and trade may help restore ties."',
        'detail: "Climate change, public health and trade will restore ties."',
    ),
    (
        "name",
        'text: "Japan\'s political factions hold differing views."',
        'text: "China\'s political factions hold differing views."',
    ),
    ("name", "above all China and South Korea.", "above all China and Russia."),
    (
        "name",
        'text: "North Korea and China are named as regional threats."',
        'text: "North Korea and India are named as regional threats."',
    ),
    (
        "name",
        'claim: "Others might doubt US commitments in the region."',
        'claim: "Others might doubt EU commitments in the region."',
    ),
    (
        "name",
        'text: "Public feeling about the United States adds',
        'text: "Public feeling about the European Union adds',
    ),
    ("name", 'text: "US military support', 'text: "British military support'),
    ("name", 'text: "North Korea and China are', 'text: "South Korea and China are'),
    (
        "negation",
        'claim: "Policy differences stood in the way of open dialogue."',
        'claim: "Policy differences did not stand in the way of open dialogue."',
    ),
    ("negation", 'text: "The two differ on trade policy', 'text: "The two do not differ on trade policy'),
    (
        "negation",
        'text: "Pressure from other countries and international organisations had a pivotal role."',
        'text: "Pressure from other countries and international organisations had no pivotal role."',
    ),
    (
        "negation",
        'text: "Public feeling about the United States adds to',
        'text: "Public feeling about the United States never adds to',
    ),
    (
        "negation",
        'text: "US military support and strategic guidance have underpinned',
        'text: "US military support and strategic guidance have not underpinned',
    ),
    ("negation", 'text: "North Korea and China are named', 'text: "North Korea and China are not named'),
    (
        "place",
        '          - text: "The two have held numerous discussions on closer ties and on trade imbalances."\n            kind: source_statement\n            refs: [src1#s3p2]',
        '          - text: "The two have held numerous discussions on closer ties and on trade imbalances."\n            kind: source_statement\n            refs: [src1#s4p3]',
    ),
    (
        "place",
        'abroad."\n            kind: source_statement\n            refs: [src1#s2p1]',
        'abroad."\n            kind: source_statement\n            refs: [src1#s2p2]',
    ),
    (
        "place",
        "guidance have underpinned Japan's security.\"\n            kind: source_statement\n            refs: [src1#s3p3]",
        "guidance have underpinned Japan's security.\"\n            kind: source_statement\n            refs: [src1#s1p2]",
    ),
    (
        "place",
        '        certainty: {level: possible, cue: "may"}\n        refs: [src1#s3p3]',
        '        certainty: {level: possible, cue: "may"}\n        refs: [src1#s4p4]',
    ),
    (
        "place",
        "        certainty: {level: asserted}\n        refs: [src1#s2p2]",
        "        certainty: {level: asserted}\n        refs: [src1#s3p4]",
    ),
    (
        "place",
        '    certainty: {level: possible, cue: "may", according_to: "unnamed experts"}\n    refs: [src1#s4p3]',
        '    certainty: {level: possible, cue: "may", according_to: "unnamed experts"}\n    refs: [src1#s3p4]',
    ),
    (
        "place",
        '        certainty: {level: possible, cue: "might"}\n        refs: [src1#s3p4]',
        '        certainty: {level: possible, cue: "might"}\n        refs: [src1#s9p4]',
    ),
)

BUSES = (
    ("number", "Line 3 carried 540 of", "Line 3 carried 450 of"),
    ("number", "fewer than 40 people", "fewer than 14 people"),
    ("number", "had 17 per cent more students", "had 71 per cent more students"),
    ("number", "There were 54 complaints", "There were 64 complaints"),
    ("number", "22 per cent fewer incidents", "22 fewer incidents per 1,000"),
    ("number", "fares might cover 35 per cent.", "fares might cover 53 per cent."),
    (
        "number",
        'role: "Operator; six vehicles, eleven drivers"',
        'role: "Operator; six vehicles, twelve drivers"',
    ),
    ("number", "value: 900, label", "value: 800, label"),
    ("number", "counted 310 fewer cars", "counted 310 percent fewer cars"),
    ("number", "rose by 17 per cent; fees", "rose by 17 points; fees"),
    ("number", "Four lines, every 30 minutes", "Four lines, every 20 minutes"),
    ("number", "a town of 41,000 with", "a town of 14,000 with"),
    ("date", "fees were lowered in September 2032", "fees were lowered in March 2032"),
    ("date", "The trial ends on 31 March 2033;", "The trial ends on 30 April 2033;"),
    ("date", "when: 2032-10-01, text", "when: 2032-11-01, text"),
    ("date", "In October 2032 the council", "In October 2031 the council"),
    (
        "hedge",
        'claim: "Lower fees may explain part of the rise in evening courses."',
        'claim: "Lower fees explain part of the rise in evening courses."',
    ),
    (
        "hedge",
        'claim: "Fewer cars could be an effect of the buses, or of a mild winter."',
        'claim: "Fewer cars are an effect of the buses."',
    ),
    (
        "hedge",
        'text: "The effect might be that of a mild winter, she warns."',
        'text: "The effect is that of a mild winter, she warns."',
    ),
    (
        "hedge",
        'claim: "More people in the streets could make the evening safer, the police suggest."',
        'claim: "More people in the streets make the evening safer."',
    ),
    (
        "hedge",
        'detail: "That would cost {fact:year} a year; fares might cover 35 per cent."',
        'detail: "That costs {fact:year} a year; fares cover 35 per cent."',
    ),
    (
        "hedge",
        'claim: "Lower fees may explain part of the rise in evening courses."',
        'claim: "Lower fees certainly explain part of the rise in evening courses."',
    ),
    (
        "name",
        'gist: "Between 19:00 and 22:00, Mira Osk counted',
        'gist: "Between 19:00 and 22:00, Helga Brandt counted',
    ),
    ("name", "stop at 19:10 in Aldermere, a", "stop at 19:10 in Westcombe, a"),
    ("name", 'name: "Tomas Ferrand"', 'name: "Thomas Farrant"'),
    ("name", 'University of Port Leda", refs', 'University of Brenna", refs'),
    ("name", 'name: "Leda Lines"', 'name: "Lake Lines"'),
    (
        "negation",
        'claim: "Shops and restaurants did not gain from the evening buses."',
        'claim: "Shops and restaurants gained from the evening buses."',
    ),
    (
        "negation",
        'text: "No resident has since asked to move the line."',
        'text: "Residents have since asked to move the line."',
    ),
    (
        "negation",
        'text: "That the buses were the cause, the police do not claim."',
        'text: "That the buses were the cause, the police claim."',
    ),
    (
        "negation",
        'claim: "Electric vehicles ended most complaints about noise."',
        'claim: "Electric vehicles did not end complaints about noise."',
    ),
    (
        "negation",
        'claim: "Far more people took the evening bus',
        'claim: "Not many people took the evening bus',
    ),
    (
        "negation",
        'text: "The chamber of commerce does not attribute that to the buses."',
        'text: "The chamber of commerce attributes that to the buses."',
    ),
    (
        "quote",
        "We wanted to know who would come, not what they would pay.",
        "We wanted to know who would come and what they would pay.",
    ),
    (
        "quote",
        "A bus that nobody needs on a Tuesday is still",
        "A bus that nobody wants on a Tuesday is still",
    ),
    (
        "place",
        'used line 8.", kind: data, refs: ["gazette#s2p2"]',
        'used line 8.", kind: data, refs: ["gazette#s3p2"]',
    ),
    (
        "place",
        'to move the line.", kind: source_statement, refs: ["gazette#s3p3"]',
        'to move the line.", kind: source_statement, refs: ["gazette#s3p1"]',
    ),
    (
        "place",
        'certainty: asserted\n        refs: ["gazette#s2p1"]',
        'certainty: asserted\n        refs: ["gazette#s1p3"]',
    ),
    (
        "place",
        'certainty: {level: possible, cue: "could"}\n        refs: ["gazette#s3p4"]',
        'certainty: {level: possible, cue: "could"}\n        refs: ["gazette#s3p2"]',
    ),
    ("date", "There were 54 complaints in December", "There were 54 complaints in November"),
)

MOOR = (
    ("number", "rund 11.500 Tonnen", "rund 15.100 Tonnen"),
    ("number", "in vier Jahren um 68 Prozent", "in vier Jahren um 86 Prozent"),
    ("number", "in vier Jahren um", "in drei Jahren um"),
    ("number", "bis zu 14 Zentimeter", "bis zu 41 Zentimeter"),
    ("number", "4,2 Millionen Euro kosten", "4,2 Milliarden Euro kosten"),
    ("number", "das Land 75 Prozent trägt", "das Land 57 Prozent trägt"),
    ("number", "310 von 480 Hektar", "310 von 840 Hektar"),
    ("number", "Neun Paare brüteten", "Neunzehn Paare brüteten"),
    ("number", "Der Ausgleich von 900 Euro", "Der Ausgleich von 900 Dollar"),
    ("number", "sieben verlören mehr", "acht verlören mehr"),
    ("number", "weil vier Stellen fehlen", "weil fünf Stellen fehlen"),
    ("number", "120 Hektar gehören", "120 Quadratkilometer gehören"),
    ("date", "wird seit 1962 entwässert", "wird seit 1926 entwässert"),
    ("date", "entscheidet am 18. November 2034", "entscheidet am 18. Oktober 2034"),
    ("date", "when: 2034-06, text", "when: 2034-05, text"),
    ("date", 'when: "Herbst 2035"', 'when: "Herbst 2036"'),
    ("date", "brüteten 2033 im", "brüteten 2032 im"),
    (
        "hedge",
        'claim: "Bei Starkregen könnte der Pegel der Leine niedriger liegen."',
        'claim: "Bei Starkregen liegt der Pegel der Leine niedriger."',
    ),
    ("hedge", 'claim: "Zwei Höfe könnten aufgeben."', 'claim: "Zwei Höfe geben auf."'),
    (
        "hedge",
        'text: "Methan kann den Gewinn am Anfang schmälern."',
        'text: "Methan schmälert den Gewinn am Anfang."',
    ),
    (
        "hedge",
        'text: "Methan kann den Gewinn am Anfang schmälern."',
        'text: "Methan schmälert den Gewinn am Anfang zweifellos."',
    ),
    ("hedge", "könnten es bis zu 14 Zentimeter sein.", "sind es sicher 14 Zentimeter."),
    ("hedge", 'text: "Die Arbeiten könnten beginnen"', 'text: "Die Arbeiten beginnen"'),
    ("name", 'name: "Imke Voss"', 'name: "Imke Vogt"'),
    ("name", 'name: "Jost Behrens"', 'name: "Grete Behrens"'),
    ("name", 'name: "Grete Sommerfeld"', 'name: "Imke Voss"'),
    ("name", "Bei Aldow sanken", "Bei Hollbrück sanken"),
    ("name", "Das Lindmoor bei Grauwiesen wird", "Das Lindmoor bei Seefeld wird"),
    ("negation", 'text: "Gemessen wurde das noch nicht."', 'text: "Gemessen wurde das schon."'),
    ("negation", "im Ort nicht steigen wird", "im Ort steigen wird"),
    (
        "negation",
        "ersetzt nach Ansicht der Landwirte den Ertrag nicht.",
        "ersetzt nach Ansicht der Landwirte den Ertrag.",
    ),
    (
        "negation",
        'text: "Zwischen Moor und Häusern liegt ein Deich."',
        'text: "Zwischen Moor und Häusern liegt kein Deich."',
    ),
    ("negation", "dort verliert kein Hof Flächen.", "dort verliert jeder Hof Flächen."),
    (
        "negation",
        'text: "Der Wasserverband lehnte ab, weil',
        'text: "Der Wasserverband lehnte nicht ab, obwohl',
    ),
    (
        "quote",
        "Wir haben den Vorschlag aus der Zeitung erfahren",
        "Wir haben den Vorschlag erst aus der Zeitung erfahren",
    ),
    (
        "quote",
        "Wir haben den Vorschlag aus der Zeitung erfahren",
        "Wir haben den Vorschlag aus dem Radio erfahren",
    ),
    (
        "place",
        'schmälern.", kind: expert_view, refs: ["blatt#s2p1"]',
        'schmälern.", kind: expert_view, refs: ["blatt#s3p1"]',
    ),
    (
        "place",
        'liegt ein Deich.", kind: source_statement, refs: ["blatt#s3p2"]',
        'liegt ein Deich.", kind: source_statement, refs: ["blatt#s2p2"]',
    ),
    (
        "place",
        'certainty: {level: possible, cue: "könnten"}\n        refs: ["blatt#s1p3"]',
        'certainty: {level: possible, cue: "könnten"}\n        refs: ["blatt#s4p1"]',
    ),
    (
        "place",
        'certainty: asserted\n        refs: ["blatt#s3p3"]',
        'certainty: asserted\n        refs: ["blatt#s5p3"]',
    ),
)
