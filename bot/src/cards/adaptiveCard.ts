/**
 * The part of Adaptive Cards 1.5 that our cards use, as types. `elements.ts` creates them, Teams
 * reads them.
 */

export type Spacing = 'none' | 'small' | 'default' | 'medium' | 'large';

export type TextBlock = {
  readonly type: 'TextBlock';
  /** Markdown. Only `elements.ts` creates it, and it escapes the text. */
  readonly text: string;
  readonly wrap: true;
  readonly size?: 'small' | 'default' | 'medium' | 'large' | 'extraLarge';
  readonly weight?: 'default' | 'bolder';
  readonly isSubtle?: boolean;
  readonly spacing?: Spacing;
  readonly style?: 'default' | 'heading';
  readonly horizontalAlignment?: 'left' | 'center';
};

export type Fact = { readonly title: string; readonly value: string };
export type FactSet = {
  readonly type: 'FactSet';
  readonly facts: readonly Fact[];
  readonly spacing?: Spacing;
};

export type ContainerStyle = 'default' | 'emphasis' | 'good' | 'attention' | 'warning' | 'accent';

export type Container = {
  readonly type: 'Container';
  readonly items: readonly Element[];
  readonly style?: ContainerStyle;
  readonly bleed?: boolean;
  readonly separator?: boolean;
  readonly spacing?: Spacing;
  readonly selectAction?: SubmitAction | OpenUrlAction;
};

export type Column = {
  readonly type: 'Column';
  readonly width: 'stretch' | 'auto';
  readonly items: readonly Element[];
};
export type ColumnSet = {
  readonly type: 'ColumnSet';
  readonly columns: readonly Column[];
  readonly spacing?: Spacing;
};

type Input = {
  readonly id: string;
  readonly label: string;
  readonly isRequired: boolean;
  /** Shown when a required input is empty. */
  readonly errorMessage?: string;
};
export type TextInput = Input & {
  readonly type: 'Input.Text';
  readonly isMultiline: boolean;
  readonly placeholder: string;
  readonly value?: string;
};
export type ChoiceInput = Input & {
  readonly type: 'Input.ChoiceSet';
  readonly style: 'compact';
  readonly value: string;
  readonly choices: readonly { readonly title: string; readonly value: string }[];
};

export type Element = TextBlock | FactSet | Container | ColumnSet | TextInput | ChoiceInput;

/** A click that sends only ids to the bot. The server decides what it does. */
export type ExecuteAction = {
  readonly type: 'Action.Execute';
  readonly title: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly style?: 'positive';
};
export type ShowCardAction = {
  readonly type: 'Action.ShowCard';
  readonly title: string;
  readonly card: AdaptiveCard;
  readonly style?: 'positive';
};
export type OpenUrlAction = {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
};
/** Sends a command in the person's name, as if the person had typed it. */
export type SubmitAction = {
  readonly type: 'Action.Submit';
  readonly title: string;
  /** The command, as typed. Some clients ignore a button that sends it through `msteams`. */
  readonly data: { readonly say: string };
};
export type Action = ExecuteAction | ShowCardAction | OpenUrlAction | SubmitAction;

export type AdaptiveCard = {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  readonly fallbackText?: string;
  readonly body: readonly Element[];
  readonly actions?: readonly Action[];
};
