/** A text field with suggestions: the browser's own list, which lies above a dialog as it must. */
import { Input, type InputProps } from '@fluentui/react-components';
import { useId } from 'react';

type Props = Omit<InputProps, 'list' | 'onChange'> & {
  readonly suggestions: readonly string[];
  /** `isChosen`: it was taken from the suggestions, as far as the browser tells. */
  readonly change: (text: string, isChosen: boolean) => void;
};

function isReplaced({ nativeEvent }: { readonly nativeEvent: Event }): boolean {
  return nativeEvent instanceof InputEvent && nativeEvent.inputType === 'insertReplacementText';
}

/** Anything may be written; what is suggested need not be. */
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
