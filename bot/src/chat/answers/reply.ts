/** The building blocks of the chat's answers: sentences, rows and buttons. */
import {
  type AdaptiveCard,
  card,
  formatButton,
  heading,
  listRow,
  paragraph,
} from '../../cards/index.ts';
import type { LastChange } from '../memory.ts';
import type { Slots } from '../understanding/meaning.ts';

/** The answer, and what the conversation remembers of it. */
export type Reply = {
  readonly card: AdaptiveCard;
  readonly hasChanged?: boolean;
  readonly last?: LastChange | null;
  readonly mentioned?: Slots;
};

/** A button: its title, and the message that it sends. */
export type Say = { readonly title: string; readonly say: string };

/** A row of a list; a click sends its message. */
export type Row = {
  readonly title: string;
  readonly state: string;
  readonly detail: string;
  readonly say?: Say;
};

export type ReplyParts = {
  readonly title?: string;
  readonly sentences?: readonly string[];
  readonly rows?: readonly Row[];
  readonly notes?: readonly string[];
  readonly buttons?: readonly Say[];
  readonly open?: { readonly title: string; readonly url: string };
};

const mostButtons = 5;

/** A card of sentences, rows and buttons. The first text is also its summary. */
export function replyCard(parts: ReplyParts): AdaptiveCard {
  const { title, sentences = [], rows = [], notes = [], buttons = [], open } = parts;
  const fallbackText = title ?? sentences[0] ?? notes[0] ?? '';
  return card(
    [
      ...(title === undefined ? [] : [heading(title, { size: 'large' })]),
      ...sentences.map((sentence) => paragraph(sentence, { max: 1000 })),
      ...rows.map(({ title: name, state, detail, say }) =>
        listRow([name, state, detail], say && formatButton(say.title, say.say)),
      ),
      ...notes.map((note) => paragraph(note, { isSubtle: true, spacing: 'small', max: 600 })),
    ],
    {
      fallbackText,
      actions: [
        ...buttons.slice(0, mostButtons).map(({ title: name, say }) => formatButton(name, say)),
        ...(open ? [{ type: 'Action.OpenUrl' as const, title: open.title, url: open.url }] : []),
      ],
    },
  );
}
