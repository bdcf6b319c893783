/**
 * The words that new text must not contain, with what to write in their place. A word is in this list only
 * if it is wrong in every meaning, or if its pattern contains the words around it. `CONTRIBUTING.md`
 * explains the list to people.
 */

/** One word: where it is found, what replaces it, and why it is not used. */
export type Word = {
  /** The name of the word in the baseline and in faults. */
  readonly word: string;
  readonly pattern: RegExp;
  /** `names` searches names as written. `text` first divides names at their capitals: `toldAgain` is `told Again`. */
  readonly searches: 'text' | 'names';
  readonly replacement: string;
  readonly reason: string;
};

/** A text that contains one of the words and is right. */
export type Exception = { readonly text: RegExp; readonly reason: string };

const unusual = 'readers with English as a second language had to read it twice';
const personifies = 'code, documents and devices are not people';

function text(word: string, pattern: RegExp, replacement: string, reason = unusual): Word {
  return { word, pattern, searches: 'text', replacement, reason };
}

/** Every word of the check. A new word also needs its counts in the baseline: see `baseline.ts`. */
export const words: readonly Word[] = [
  text('nobody', /\bnobody\b/gi, '“no person”, or the subject: “the bot sends nothing”'),
  text('whoever', /\b(?:whoever|whomever)\b/gi, '“the person who”, “a caller that”'),
  text('whatever', /\bwhatever\b/gi, '“every”, “any”, “regardless of”'),
  text('meanwhile', /\bmeanwhile\b/gi, '“in the meantime”, or the event: “while the store starts”'),
  text('for ever', /\bfor ever\b/gi, '“permanently”, “without an end”'),
  text('became of', /\bbec(?:ame|omes?|oming) of\b/gi, '“the result of”, “what happens to”'),
  text(
    'is none',
    /\b(?:is|are|was|were) none\b/gi,
    '“there is no …”, “is not a …”, “does not exist”',
  ),
  text(
    'is no',
    /\b(?:this|that|it|which) is no (?!longer\b|more\b|later\b|less\b)/gi,
    '“is not a …”: “this is not a valid activity”',
  ),
  text(
    'told',
    /\b(?:un)?told\b/gi,
    '“notified”, “receives”, “matches”, “is distinguished”: the exact verb',
    'it has six meanings in this repository',
  ),
  text('things', /\bthings\b/gi, 'the noun: “rooms”, “settings”, “steps”', 'it names nothing'),
  text(
    'house',
    /\bhouse\b/g,
    '“the repository”, “the packages”; a building has a name with a capital: Harbour House',
    'a room is a meeting room, and a house is a building with meeting rooms',
  ),
  text('dear', /\bdear(?:er|est|ly)?\b/gi, '“expensive”, “costs”'),
  text('by chance', /\bby chance\b/gi, '“at random”'),
  text(
    'has otherwise',
    /\b(?:has|have|had|holds?|set|is|be|are|says?|told|may|what) otherwise\b|\botherwise for\b/gi,
    '“overrides”, “has its own value”',
    'as a noun or adjective it is not understood; “Otherwise, …” at the start of a sentence is right',
  ),
  text('glance', /\bglance[sd]?\b/gi, '“fast path”, “look at”'),
  text('heard', /\b(?:heard|hears?)\b/gi, '“received”, “receives”, “last seen”', personifies),
  text('kindly', /\bkindly\b|\bkind (?:sentence|word|answer)s?\b/gi, '“friendly message”'),
  text('just now', /\bjust now\b/gi, '“right now”, “a moment ago”'),
  text('oftener', /\boft(?:e?n)er\b/gi, '“more often”'),
  text('waist', /\bwaist\b/gi, '“single write path”'),
  text('one door', /\bone door\b/gi, '“entry point”', 'a door belongs to a meeting room'),
  text('ails', /\bail(?:s|ed|ing)?\b/gi, '“is wrong with”, “fails”', personifies),
  text('knocks', /\bknock(?:s|ed)?\b/gi, '“runs”, “sends a tick”', personifies),
  text('speaks for', /\bspeaks? for\b/gi, '“represents”, “is valid for”', personifies),
  text('what comes of', /\b(?:came|comes?) of (?:it|them|this|that)\b/gi, '“the result”'),
  text('by way', /\bby (?:which|what|any) way\b|\bwhich way in\b/gi, '“entry point”, “how”'),
  {
    word: 'say…',
    pattern: /\bsay[A-Z]\w*/g,
    searches: 'names',
    replacement: '“format…”, “describe…”',
    reason: 'a function returns a text; it does not speak',
  },
];

/** Few on purpose. Each exception says why its text is right. */
export const exceptions: readonly Exception[] = [
  {
    text: /\bat a glance\b/gi,
    reason: 'the product specification uses it for the summary of the tab',
  },
  { text: /\bnobody(?:'|’)s incidents\b/gi, reason: 'people write this question to the bot' },
  { text: /'nobody'/g, reason: 'the value of a slot in the specification of the chat' },
  {
    text: /\b(?:harbour|alster|anchor) house\b/gi,
    reason: 'a building of the demonstration, in lower case as people type it',
  },
];
