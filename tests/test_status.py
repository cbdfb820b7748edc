"""Status cues: each row is a sentence of our own, a trigger in it, and how the sentence presents it."""

from __future__ import annotations

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.codebook import load
from dragoman.coding.status import Cues, read
from dragoman.coding.syntax import Syntax
from dragoman.model import Document

ROWS = [
    ("happened", "toured", "The Chinese president toured the headquarters of Microsoft on Wednesday."),
    ("planned", "visit", "The minister will visit Ankara next week."),
    ("planned", "visit", "The minister plans to visit Ankara next week."),
    ("planned", "talks", "The two leaders are expected to have intense talks on Thursday."),
    ("planned", "resume", "Officials said the flights would resume on Friday."),
    ("not-happened", "meet", "The two leaders did not meet in Geneva."),
    ("not-happened", "visit", "The president cancelled his visit to Moscow."),
    ("not-happened", "talks", "The talks with the rebels collapsed on Monday."),
    ("not-happened", "visit", "The visit was called off after the shooting."),
    ("considered", "sanctions", "Washington is considering sanctions against Russian firms."),
    ("considered", "sanctions", "The White House is weighing sanctions on the bank."),
    ("considered", "ban", "Lawmakers proposed a ban on the party."),
    ("alleged", "bombing", "Kyiv accused Moscow of bombing a hospital."),
    ("alleged", "hacking", "The United States accused Chinese hackers of hacking its computers."),
    ("denied", "bombing", "Moscow denied bombing the hospital."),
    ("alleged", "attack", "The group denied any involvement in the attack."),
    ("hypothetical", "attack", "If they attack the town, the army will respond."),
    ("hypothetical", "strike", "Unions may strike next month."),
    ("hypothetical", "withdraw", "He would withdraw the bill if the strikers returned to work."),
    ("ongoing", "searching", "Police are searching for two gunmen."),
    ("ongoing", "investigate", "Prosecutors continue to investigate the mayor."),
    ("happened", "arrested", "Police arrested two men after the attack."),
    ("happened", "attack", "Police arrested two men after the attack."),
    ("happened", "shelling", "Both sides call off border talks after shelling."),
    ("happened", "raid", "The union put off its march after a raid on its office."),
    ("dropped", "release", "The UN urged Iran to release the crew."),
    ("dropped", "withdraw", "France called on the rebels to withdraw from the city."),
    ("dropped", "attack", "The group threatened to attack oil fields."),
    ("not-happened", "sign", "The government refused to sign the treaty."),
    ("not-happened", "attack", "The army foiled an attack on the airport."),
    ("alleged", "stealing", "The two officers were charged with stealing weapons."),
    ("happened", "killing", "The court convicted him of killing a journalist."),
    ("planned", "withdrawal", "The president announced the withdrawal of troops from the region."),
    ("happened", "protests", "The government resigned after weeks of protests."),
    ("hypothetical", "sanctions", "Diplomats warned that sanctions could follow."),
    ("planned", "summit", "A planned summit between the two was announced."),
    ("not-happened", "attacked", "No one attacked the embassy."),
    ("happened", "met", "He said he had met the envoy."),
    ("planned", "strike", "Nurses voted to strike on Monday."),
    ("happened", "began", "The army began a siege of the town."),
    ("happened", "bombed", "The town that rebels bombed was empty."),
    ("happened", "detained", "The journalist detained by police was released."),
    ("happened", "signed", "The ministers met and signed an agreement."),
    ("planned", "sign", "The ministers will meet and sign an agreement."),
]


@pytest.mark.parametrize(("expected", "trigger", "text"), ROWS)
def test_status(expected: str, trigger: str, text: str, parser: Parser) -> None:
    _, tokens, _ = next(parser.parse([Document("d", text)]))
    head = next(t.i for t in tokens if t.text == trigger)
    reading = read(Syntax(tokens, dependents(tokens)), head, Cues.of(load()), frozenset([head]))
    assert ("dropped" if reading.dropped else reading.status) == expected


def test_cue_is_in_the_sentence(parser: Parser) -> None:
    _, tokens, _ = next(parser.parse([Document("d", "The minister plans to visit Ankara.")]))
    reading = read(Syntax(tokens, dependents(tokens)), 4, Cues.of(load()))
    assert [tokens[i].text for i in reading.cue] == ["plans"]
