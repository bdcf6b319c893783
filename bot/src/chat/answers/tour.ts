/** The tour: three messages for a person who is new to the bot. */
import type { AdaptiveCard } from '../../cards/index.ts';
import type { Language } from '../understanding/meaning.ts';
import { textsIn } from './answerDeps.ts';
import { replyCard, type Say } from './reply.ts';

/** The page of the tour that a text asks for, from 0 on; `null`: it asks for something else. */
export function tourPage(text: string): number | null {
  const asked =
    /^\W*(?:(?:start|begin|show|zeig|starte)\s+(?:me\s+|mir\s+)?(?:the\s+|a\s+|die\s+|den\s+)?)?(?:tour|rundgang)(?:\s+([1-3]))?(?:\s+(?:please|bitte))?\W*$/i.exec(
      text,
    );
  return asked === null ? null : Number(asked[1] ?? 1) - 1;
}

/** One page of the tour. The button of each page except the last one shows the next page. */
export function answerTour(page: number, language: Language): AdaptiveCard {
  const t = textsIn(language);
  const { tour, buttons } = t;
  const next =
    page + 1 < tour.length ? [{ title: buttons.next, say: formatPage(page + 1, language) }] : [];
  const help = { title: buttons.help, say: language === 'de' ? 'Hilfe' : 'help' };
  return replyCard({
    title: buttons.tour,
    sentences: [tour[page] ?? ''],
    notes: [`${page + 1} / ${tour.length}`],
    buttons: [...next, help],
  });
}

/** The button that starts the tour. */
export function tourButton(language: Language): Say {
  return { title: textsIn(language).buttons.tour, say: language === 'de' ? 'Rundgang' : 'tour' };
}

function formatPage(page: number, language: Language): string {
  return `${language === 'de' ? 'Rundgang' : 'tour'} ${page + 1}`;
}
