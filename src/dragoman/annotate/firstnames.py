"""Common first names with the gender that they usually tell, written for this project from general knowledge.

Comes in: nothing. Goes out: `GENDERS`. A hint only: it helps to tell a person from an organisation and "he" from "she";
names borne by women and men alike tell that the bearer is a person, no more.
"""

from __future__ import annotations

from typing import Final, Literal

from dragoman.annotate.wordlist import wordset

Gender = Literal["m", "f", "u"]

_MEN = wordset(
    "aaron abdel abdelaziz abdelfattah abdul abdullah abraham adam adel adolf adrian agustin ahmad ahmed akbar akira"
    " al alan alastair albert alberto aleksandar aleksander aleksandr alejandro alessandro alex alexander alexandre"
    " alexandros alexei alexey alfonso alfred alfredo ali alistair allan allen alvaro amir amit anatoly anders andre"
    " andreas andrei andres andrew andrey andriy andrzej andy angelo angus anthony antoine anton antonio antonis"
    " antony anwar archie ariel armando arnaud arnold arshad arthur arturo arvind asad asif ashraf ashton atal augusto"
    " aung avi ayman aziz bahram barack barry bartholomew bashar basil ben benedict benedikt benigno benjamin benny"
    " bernard bernardo bernd bernie bert bertrand bill billy bjorn bob bobby boris boyko brad bradley brandon brendan"
    " brenton brent brett brian bruce bruno bryan byron calvin cameron carl carles carlo carlos cedric cesar charles"
    " charlie chester christian christoph christophe christopher chuck clarence claude claudio clement clifford clive"
    " clinton cole colin collins connor conor constantine corey cornelius cory craig curtis cyril cyrus dale damian"
    " damien dan daniel daniele danny dara dario darrell darren david davide dean delfin denis dennis denny denys"
    " derek desmond devin devon didier diego dieter dimitri dimitrios dimitris dmitri dmitry dmytro domingo dominic"
    " dominik dominique don donald dong doug douglas duncan dustin dwayne dwight dylan earl ed eddie edgar edgardo"
    " edmund eduard eduardo edward edwin efrain ehud eli elias elijah elliot elliott elon elvis emanuel emil emilio"
    " emmanuel emmerson enrico enrique eric erich erik ernest ernesto ernst erwin esteban ethan etienne eugene eugenio"
    " evan evgeny evo ezra fabian fabio fabrice faisal farhan farouk felipe felix ferdinand fernando fidel filip"
    " filippo finn florian floyd francesco francis francisco franco francois frank frankie franklin franky franz fred"
    " freddie freddy frederic frederick frederik friedrich fuad gabriel gareth gary gaston gavin gaël geert gene geoff"
    " geoffrey georg george georges georgi geraint gerald gerard gerardo gerhard gerry giancarlo gianni gideon gilbert"
    " giorgio giorgos giovanni giuseppe glenn goran gordon graeme graham grant greg gregg gregor gregorio gregory"
    " guido guillermo gunter gus gustav gustavo guy habib hafez haider haim hakan hakim hal hamad hamid hamza hank"
    " hans harald haris harold haroon harry harsh harvey hasan hashim hassan hector heiko heinrich heinz helmut henri"
    " henrik henry herbert herman hernan hideo hiroshi horacio horst hosni howard hubert hugh hugo humberto hun"
    " hussain hussein ian ibrahim idriss ignacio igor ilham ilya imran ingmar ion iqbal irfan isaac isaias ishaq"
    " ismail ivan ivo jack jackie jacob jacques jaime jair jake jakob jalal jamal james jamie jan janez janos jared"
    " jaroslaw jason javad javier jawaharlal jay jean jeb jeff jefferson jeffrey jens jeremiah jeremy jerome jerry"
    " jesse jesus jim jimmy jinping jiri joachim joao joaquin jochen joe joel johan johann johannes john johnny jon"
    " jonas jonathan jong joost jorge jose josef joseph josep joshua josh josé juan juha julian julien julio julius"
    " juncker jurgen justin kamal karel karim karl kaspar keith ken kenji kenneth kenny kent kevin khaled khalid"
    " khalifa khalil kiril klaus klemens kofi konrad konstantin kostas krzysztof kurt kyle kyriakos lachlan lamar"
    " lance lars larry laurence laurent lawrence lech lee len lenny leo leon leonard leonardo leonid leopold leroy les"
    " leslie lester levon lewis liam lindsay lionel lloyd logan lorenzo lou louis luc luca lucas lucien luis luiz luka"
    " lukas luke lula luther lyndon lázaro maarten mahathir mahmoud mahmud mahinda majid malcolm malik manfred"
    " manmohan manny manuel marc marcel marcello marcelo marco marcos marcus marek mariano mario marius mark marko"
    " markus marlon marshall martin marty marvin mateo mateusz mathias mathieu matt matteo matthew matthias matthieu"
    " maurice mauricio max maxim maxime maximilian mehdi mehmet mel melvin michael michal michel michele michał miguel"
    " mihai mike mikhail miklos milan milos miloš mirko mitch mitchell mitt mohamed mohammad mohammed mohamud mohd"
    " moises mojtaba morgan morris moshe muammar muhammad muhammadu mukesh murat mustafa naftali narendra nasser nate"
    " nathan nathaniel nawaz neal ned neil nelson nestor nicanor nicholas nick nicola nicolas nicolás nigel nikita"
    " nikol nikola nikolai nikolas nikos noah noel norbert norman nouri nuno oleg oleh oleksandr oliver olivier olaf"
    " omar oriol orlando oscar osama osman otto owen pablo paolo pascal patrice patrick paul paulo pavel pavlo paweł"
    " pedro pekka per percy pete peter petr petro philip philippe phil phillip pier pierre pieter piotr prabowo pravin"
    " prince radek radoslaw rafael rafic rahul raimundo raj rajiv rajnath ralph ramazan ramon ramzan randolph randy"
    " raul ravi ray raymond raúl rashid recep reed reinhard rene reuven rex reza riad ricardo riccardo richard rick"
    " ricky rob robert roberto robin rod roderick rodney rodolfo rodrigo roger rohit roland rolf roman romano romeo"
    " ron ronald ronnie rory ross roy ruben rudolf rudolph rudy rupert russell ruslan ryan saad saddam sadiq said saif"
    " sajid salah salman salvador salvatore sam samir samuel sandeep sandor sandro sanjay santos saul scott sean"
    " sebastian sebastien selim serge sergei sergey sergio serhiy seth shane shaun shawn shahid shehbaz sheldon"
    " shigeru shimon shinzo sid sidney silvio simon sirhan slobodan sofiane spencer stan stanislav stanley stefan"
    " stefano steffen stephan stephane stephen steve steven stewart stuart sultan sven syed taha tariq taro tayyip ted"
    " teddy terence terrence terry thaksin theo theodore thierry thomas thorsten tim timothy tito tobias toby todd tom"
    " tomas tomasz tommy tony toomas travis trevor troy tyler tyrone ulrich umar umberto vaclav vadim valentin valery"
    " vasily vernon victor vijay viktor vikram vince vincent vincenzo vinod vitaly vitali vito vivek vlad vladimir"
    " vladislav volker volodymyr vyacheslav wade waleed wallace walter warren wayne wen wendell werner wesley wilbur"
    " wilfried wilhelm willem william willie willy wim winston wladyslaw wojciech wolfgang xavier yair yahya yanis"
    " yasser yitzhak yoav yoshihide youssef yousef yuri yusuf yves zach zachary zayed zbigniew zeid zine zoran zygmunt"
    " łukasz mick antónio iván joão sérgio óscar andrés félix gérard hervé jérôme lászló martín rené róbert sebastián"
    " sławomir tomáš víctor ángel édouard adil anwaar bilal boubacar"
)
_WOMEN = wordset(
    "abby abigail ada adele agnes agnieszka aisha alana alba alejandra alessandra alexa alexandra alexandria alice"
    " alicia alina alison allison alma alyssa amal amanda amber amelia amina amy ana anastasia anabel andrea anette"
    " angel angela angelina angie anita anja ann anna annabel anne annegret annette annie antonella antonia anya"
    " arancha aretha ariana arlene ashley astrid audrey aurora ava azar barbara beata beatrice beatriz becky belinda"
    " benazir bernadette beth bethany betsy betty beverly bianca birgit blanca bonnie brenda bridget brigitte brittany"
    " camilla camille candice cara carla carly carmen carol carole carolina caroline carolyn carrie cassandra catalina"
    " caterina catherine cathy cecilia celeste celia chantal charlene charlotte chelsea cheri cheryl chloe christa"
    " christiane christina christine christy chrystia cindy claire clara clare claudia cleo colette colleen"
    " condoleezza connie constance cora corazon corinne courtney cristina crystal nichole cynthia daisy dana daniela"
    " danielle daphne darlene dawn debbie deborah debra delphine denise diana diane dianne dilma dina dolores dominga"
    " donna dora doreen doris dorothy edith edna eileen elaine eleanor elena eleni elisa elisabeth eliza elizabeth"
    " ella ellen elke elsa elsie emilia emily emma erica erika erin esther ethel eugenia eva evelyn fatima fatou faye"
    " federica felicia fiona florence frances francesca françoise frederica frida gabriela gabriella gabrielle gail"
    " gemma genevieve georgina geraldine gerda gertrude gillian gina ginny giorgia gisele giulia gladys gloria golda"
    " grace greta gretchen gretel gwen gwendolyn hailey hannah harriet hazel heather heidi helen helena helene helle"
    " henrietta hilary hilda hillary hina holly ida ilse imelda indira ines ingrid irene irina iris irma isabel"
    " isabella isabelle ivana ivanka jacinda jacqueline jacqui jana jane janet janice janine jasmine jean jeanette"
    " jeanine jeannette jen jenna jennifer jenny jessica jill jillian joan joanna joanne jocelyn jodi jody johanna"
    " josephine joy joyce juanita judith judy julia juliana julie juliet june justine kamala kaja karen karin karina"
    " karla karolina kasia kate katarina katerina katharina katherine kathleen kathryn kathy katie katja katrina katy"
    " kay keiko kelly kendra kerri kersti khadija kiran kirsten kirstjen kristalina kristen kristin kristina krista"
    " lara laura lauren laurie lea leah leila lena leonor leslie leticia leyla liliana lillian lily linda lindsey lisa"
    " liz liza lois lola lori lorraine louise lucia lucille lucinda lucy luisa luz lydia lynn mabel madeleine madeline"
    " mae magdalena maggie maia mandy manuela mara marcela marcia margaret margarita margot margrethe maria mariam"
    " marian mariana marianne marie mariela marielle marija marilyn marina marine marion marisa marissa marjorie"
    " marlene marta martha martina mary maryam matilda maud maureen maxine maya mazie megan meghan meike melania"
    " melanie melinda melissa mercedes meredith mette mia michaela michelle mildred milena miranda miriam mireille"
    " mitzi mo moira molly mona monica monika monique muriel myra nadia nadine nancy naomi natalia natalie natasha"
    " nathalie neelie nelly nicole nicky nicola nicoletta nina nikki noor nora norma octavia olga olha olivia ophelia"
    " oprah paloma pam pamela pat patricia patti paula paulina pauline pearl peggy penelope penny petra phoebe phyllis"
    " pilar polly portia pratibha priscilla priti priya rachel ramona raquel rebecca regina renata renee rhonda rita"
    " roberta robyn rocio romina rosa rosalind rosario rose rosemary roxana ruth sabina sabine sabrina sally salma"
    " samantha sandra sania sanna sara sarah sasha selena serena shannon sharon sheikha sheila shelley sherry sheryl"
    " shirin shirley silvia simone sinead siobhan sofia sonia sonja sophia sophie soraya stacey stacy stella stephanie"
    " sue sunita susan susana susanna susanne suzanne suzy svetlana sviatlana sylvia sylvie tamara tammy tania tanja"
    " tanya tara tatiana tatyana teresa teri tessa thelma theresa therese tiffany tima tina tracey tracy trisha trudy"
    " tulsi tzipi ulrike ursula valentina valeria valerie vanessa vera veronica vicky victoria viola violeta viviane"
    " wanda wendy whitney wilma winnie winona xiomara yasmin yekaterina yolanda yulia yvette yvonne zainab zoe zuzana"
    " agnès andréa chloé hélène inés lucía maría mónica rocío sofía valérie verónica zoë ángela élisabeth keisha"
    " latoya breonna aminata ngozi"
)
_EITHER = wordset(
    "alex ali ashton bao blair casey chen chi chris dakota dana drew feng frances francis guang hai hao hong hui hyun"
    " ji jia jian jie jin jing jordan jun kai kerry kim kit lan lee lei leslie lin ling lindsay long min ming morgan"
    " nguyen nicky pat qiang quinn rahm reese riley robin rowan sam sasha sidney soo sun sung sydney taylor terry"
    " tracy wang wei wen xi xiao xin yan yang ye ying yong young yu yun zhang zhao zhi angel andrea jean jan michele"
    " nikola nicola noor simone kiran avery charlie jamie jackie jody shannon courtney ashley cameron"
)

GENDERS: Final[dict[str, Gender]] = {
    **dict.fromkeys(_MEN, "m"),
    **dict.fromkeys(_WOMEN, "f"),
    **dict.fromkeys(_MEN & _WOMEN, "u"),
    **dict.fromkeys(_EITHER, "u"),
}
"""First name in lower case -> m, f, or u for a name of both."""
