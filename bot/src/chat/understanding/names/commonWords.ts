/** Frequent words of both languages that are never names and never a misspelt command. */

const english = `a an the and or but nor so yet of in on at to from by with without about into onto over under between through
 during before after since until till for as than then that this these those there here it its he she they them his her their our your my we you i me us him
 be is are was were been being am do does did done doing have has had having can could may might must shall should will would
 not no yes very too also just only even still already again ever never always often sometimes now later soon today tomorrow yesterday
 all any some each every both few many much more most other another such same own one two three four five six seven eight nine ten
 what which who whom whose when where why how if because while although though unless whether
 up down out off back away around near far left right front behind above below inside outside
 go goes going gone went come comes came coming get gets got getting make makes made making take takes took taken taking give gives gave given
 put puts see sees saw seen seeing look looks looked looking know knows knew known think thinks thought want wants wanted need needs needed
 use uses used using find finds found keep keeps kept let lets say says said ask asks asked tell tells work works worked working try tries tried
 call calls called feel seem seems leave leaves mean means meant start starts started stop stops stopped run runs running turn turns turned
 move moves moved live lives believe hold holds bring brings brought happen happens happened write wrote sit stand lose pay meet met include
 continue set learn change changed lead understand watch follow follows stopped create speak read allow add spend grow open opens opened walk win offer remember
 love consider appear buy wait waits waiting serve die send sends sent expect build stay stays fall cut reach kill remain
 good new first last long great little own old big high different small large next early young important public bad able better best less least
 time year people way day man woman life child world school state family student group country hand part case week company system program question
 work government number night point home water room mother area money story fact month lot study book eye job word business issue side kind head
 side service friend father power hour game line end member law car city community name president team minute idea body information nothing
 ago anyone anybody someone somebody everyone everybody anything something everything afternoon morning evening noon lunch meeting meetings call calls
 customer customers guest guests boss colleague colleagues guy guys folks team vendor technician painters painter cleaning crew visitor visitors users user person employee staff
 really actually maybe perhaps probably please thanks sorry hello hi hey okay ok fine sure well quite rather almost enough instead together
 against across along among within per via plus except despite toward towards upon unlike like
 cable cables screen screens wall table door window light lights floor building phone mail email car office desk chair kitchen
 clear clever copper proper better letter matter never ever over other under water paper order number barely nearly hardly copy clearly closer cover covers
 seems seemed yesterday's everything's got gets gotten around currently anymore anyway though thus hence per each half quarter
 bank sink link rank thank blank drink pink ink anger answer inlets outlet islet berry cherry merry ferries very every early bailey valley alley
 anywhere somewhere elsewhere everywhere nowhere overall altogether assigned planned
 says talk talks talked tells listen listening wonder wondering guess guessing hope hoping suppose thinking remote remotes remotely`;
const german = `der die das den dem des ein eine einen einem einer eines und oder aber sondern denn weil dass ob wenn als wie wo wann warum wer was
 in im an am auf aus bei beim bis durch fuer gegen hinter mit nach neben ohne seit ueber um unter von vom vor zu zum zur zwischen waehrend wegen trotz
 ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein dein sein unser euer meine deine seine unsere eure meinem meinen seinem seinen
 bin bist ist sind seid war waren wird werden wurde wurden worden habe hast hat haben hatte hatten kann kannst koennen konnte muss musst muessen musste
 soll sollst sollen sollte will willst wollen wollte darf duerfen mag moegen moechte moechten nicht kein keine keinen keinem keiner nichts etwas alles alle allen
 ja nein doch mal noch schon auch nur sehr so zu da hier dort dann jetzt gleich spaeter heute morgen gestern immer nie oft manchmal wieder
 gut gute guten neu neue neuen alt alte alten gross grosse klein kleine viel viele vielen wenig mehr meiste andere anderen anderer erste ersten letzte letzten naechste naechsten
 machen macht gemacht gehen geht ging gegangen kommen kommt kam sehen sieht sah geben gibt gab nehmen nimmt nahm sagen sagt sagte wissen weiss
 lassen laesst stehen steht stand finden findet bleiben bleibt liegen liegt heissen heisst denken denkt nennen tun tut bringen bringt halten haelt
 zeigen zeigt fuehren sprechen spricht leben fahren meinen fragen kennen gelten stellen stellt spielen arbeiten arbeitet brauchen braucht folgen lernen
 bestehen verstehen setzen bekommen beginnen erzaehlen versuchen schreiben laufen laeuft erklaeren entsprechen sitzen ziehen scheinen fallen gehoeren entstehen
 erhalten treffen suchen legen vorstellen handeln erreichen tragen schaffen lesen verlieren darstellen erkennen entwickeln reden aussehen erscheinen bilden anfangen
 raum raeume tag tage tagen woche wochen monat jahr jahre stunde stunden minute minuten uhr zeit abend mittag vormittag nachmittag nacht frueh
 mann frau kind leute menschen person kollege kollegen kollegin kunde kunden gast gaeste chef techniker technik maler elektriker handwerker putzfrau reinigung firma team
 bitte danke hallo guten bild ton kabel bildschirm wand tisch tuer fenster licht strom netz wort name nummer teil seite ende grund frage fall stelle
 beide beiden selbst eigentlich vielleicht wirklich einfach ungefaehr etwa circa fast ganz gar genug leider natuerlich sonst trotzdem deshalb also damit darum
 jemand niemand man einige einiger mehrere jede jeder jedes jeden diese dieser dieses diesen diesem jene solche welche welcher welches welchen
 kurz lang lange weit nah schnell langsam frei fertig bereit hoch tief links rechts oben unten vorne hinten innen aussen drin drauf dran davon dazu daran darauf dabei
 irgendwo nirgends nirgendwo ueberall insgesamt derzeit
 laeuft steht steckt stecke aktuell gerade momentan bereits bald vorhin neulich besser beste besten lieber gern gerne zusammen allein
 werde wuerde wuerden koennte koennten haette haetten waere waeren sei seien gewesen gehabt geworden besteht bearbeitet bearbeiten bekommt bekam kriegt erhaelt entsteht zustaendig haelt blieb passiert geschah geschieht stimmt ok okay hakt gehoert beginnt begann endet dauert hilft half braucht kostet reicht faellt fiel bezieht betrifft jetzt vorher nachher gleichzeitig teilweise komplett dringend bekannt unbekannt moeglich noetig wichtig richtig falsch nett lustig komisch seltsam schade toll prima`;

const englishWords: ReadonlySet<string> = new Set(english.split(/\s+/));
const germanWords: ReadonlySet<string> = new Set(german.split(/\s+/));

/** The only language in which a folded word is frequent; `null`: neither, or both. */
export function languageOfWord(word: string): 'en' | 'de' | null {
  const isEnglish = englishWords.has(word);
  if (isEnglish === germanWords.has(word)) return null;
  return isEnglish ? 'en' : 'de';
}

/** Whether a folded word is frequent in one of the languages. */
export function isCommonWord(word: string): boolean {
  return englishWords.has(word) || germanWords.has(word);
}
