"""Words that tell where a proper name begins and ends and what it names.

Comes in: nothing. Goes out: sets of words in lower case, written for this project. Labels are those of the model.
"""

from __future__ import annotations

from dragoman.annotate.wordlist import wordset

MARKS = wordset(
    "mr mr. mrs mrs. ms ms. miss mme mme. mlle monsieur madame herr frau señor señora dr dr. prof prof. sir dame lord lady st."
    " rev rev. gen gen. col col. lt lt. sgt sgt. capt capt. sen sen. rep rep. gov gov. hon hon. madam mister sheikh sayyed"
    " ayatollah mullah maulana"
)
"""Forms of address, which always open a person's name."""
RANKS = wordset("vice deputy assistant former ex associate junior under acting incoming interim")
"""Words that make another title of a title: "the president" is not the vice president."""
SUFFIXES = wordset("jr jr. sr sr. ii iii iv")
NAMING = wordset("PERSON ORG GPE LOC FAC NORP")
"""Labels of names that can be parties or places."""
IDLE = wordset("DATE TIME PERCENT MONEY QUANTITY ORDINAL LANGUAGE LAW")
"""Labels of names that are never a party."""
DOUBTFUL = wordset("WORK_OF_ART EVENT PRODUCT")
"""Labels that the model gives to things, and now and then to a party or a newspaper."""
JOINTS = wordset("of for the and & de del da du van von der bin ibn al el la and")
PARTICLES = wordset("de del da du van von der den bin ibn al el la le dos di y abu ben ter")
"""Lower-case words inside a person's name."""
BODIES = wordset(
    "party ministry department agency council committee commission court university college institute association federation"
    " union group company corporation corp inc ltd llc plc bank authority office bureau service services force forces army navy"
    " police guard senate house parliament congress assembly league organisation organization foundation society club church"
    " academy center centre hospital school press news times post journal tribune herald network channel television radio tv"
    " airlines airways industries systems technologies motors energy holdings partners board cabinet coalition front movement"
    " alliance brigade brigades corps command trust fund campaign administration secretariat embassy museum conference congress"
    " tribunal registry initiative project team forum chamber confederation watch international media gazette guardian telegraph"
    " mission directorate division squad unit regiment taskforce nations states prefecture diocese archdiocese synod"
)
"""Last words of the names of organisations, where the gazetteer has no row."""
THINGS = wordset(
    "constitution act law bill amendment treaty agreement accord convention code directive resolution declaration award prize"
    " cup games championship championships olympics war hurricane storm virus scale election elections referendum bridge river"
    " street avenue airport stadium square park mosque cathedral mountain river lake sea ocean island islands"
)
"""Last words of names that are no parties, unless they speak ("the Constitution says")."""
WEEKDAYS = wordset("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = wordset("january february march april may june july august september october november december")
UNTITLED = wordset("native guardian observer independent local national")
"""Role nouns that begin names more often than they are titles."""
BEHIND = wordset("of for on to against at in")
"""Words that may tie a capitalised word to a body's name: "Committee on Foreign Relations"."""
