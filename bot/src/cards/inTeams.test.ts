// @vitest-environment jsdom
/** The incident card in Teams' own library: the drawn elements, and the data of a click. */
import { describe, expect, it } from 'vitest';
import { incidentCard } from './incident/incidentCard.ts';
import { cardVariants } from './incident/incidentFixtures.suite.ts';

// The bundle is the only entry that Node can import, and it has no types.
const bundle: string = 'adaptivecards/dist/adaptivecards.js';
const AdaptiveCards: typeof import('adaptivecards') = await import(bundle);

// The library writes all text through `innerText`, which jsdom does not have.
Object.defineProperty(HTMLElement.prototype, 'innerText', {
  set(this: HTMLElement, text: string) {
    this.textContent = text;
  },
});

type Sent = { readonly verb: string; readonly data: unknown };

/** Draws a variant and records the data of its buttons. */
function draw(name: string): { readonly drawn: HTMLElement; readonly sent: readonly Sent[] } {
  const view = cardVariants[name];
  if (!view) throw new Error(`no face ${name}`);
  const sent: Sent[] = [];
  const card = new AdaptiveCards.AdaptiveCard();
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.ExecuteAction) {
      sent.push({ verb: action.verb, data: action.data });
    }
  };
  card.parse(incidentCard(view));
  const drawn = card.render();
  if (!drawn) throw new Error('nothing was drawn');
  document.body.replaceChildren(drawn);
  return { drawn, sent };
}

function press(drawn: HTMLElement, title: string): void {
  const buttons = [...drawn.querySelectorAll('button')];
  const button = buttons.find(({ textContent }) => textContent === title);
  if (!button) throw new Error(`no button ${title}`);
  button.click();
}

const ids = { ticket: '1042-7', episode: 1, activation: 1 };

describe('a drawn card', () => {
  it('contains no element that foreign text could create', () => {
    const { drawn } = draw('longTexts');
    expect(drawn.textContent).toContain('Skype for Business sign-in');
    expect(drawn.querySelector('a, at, img, script, iframe, em, strong, ul, ol')).toBeNull();
  });

  it('assigns with one click: closed panels require no input', () => {
    const { drawn, sent } = draw('needsAction');
    press(drawn, 'Assign to me');
    expect(sent).toEqual([{ verb: 'assign', data: ids }]);
  });

  it('sends a response only with notes', () => {
    const { drawn, sent } = draw('needsAction');
    press(drawn, 'Respond');
    press(drawn, 'Send response');
    expect(sent).toEqual([]);
    const notes = drawn.querySelector('textarea');
    if (!notes) throw new Error('no box for notes');
    notes.value = 'Swapped the cable';
    notes.dispatchEvent(new Event('input'));
    press(drawn, 'Send response');
    expect(sent).toEqual([{ verb: 'respond', data: { ...ids, notes: 'Swapped the cable' } }]);
  });

  it('suppresses for a day by default, and the reason is optional', () => {
    const { drawn, sent } = draw('needsAction');
    press(drawn, 'Suppress');
    const reason = drawn.querySelector('input');
    if (!reason) throw new Error('no box for the reason');
    reason.value = 'Repair on Friday';
    reason.dispatchEvent(new Event('input'));
    press(drawn, 'Suppress now');
    const data = { ...ids, until: '1d', reason: 'Repair on Friday' };
    expect(sent).toEqual([{ verb: 'suppress', data }]);
  });
});
