/** A text field with suggestions. It uses the list of the browser, which is shown above a dialog. */
import { Input, type InputProps } from '@fluentui/react-components';
import { useId } from 'react';

type Props = Omit<InputProps, 'list' | 'onChange'> & {
  readonly suggestions: readonly string[];
  /** `isChosen`: the value is one of the suggestions, if the browser reports that. */
  readonly change: (text: string, isChosen: boolean) => void;
};

function isReplaced({ nativeEvent }: { readonly nativeEvent: Event }): boolean {
  return nativeEvent instanceof InputEvent && nativeEvent.inputType === 'insertReplacementText';
}

/** Any text is valid, not only a suggestion. */
export function SuggestedInput({ suggestions, change, ...input }: Props) {
  const id = useId();
  return (
    <>
      <Input
        {...input}
        list={id}
        autoComplete="off"
        onChange={(event, data) => change(data.value, isReplaced(event))}
      />
      <datalist id={id}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </>
  );
}
