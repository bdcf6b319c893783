/** The button that lets one choose files, and the target that shows where they may be dropped. */
import { Button } from '@fluentui/react-components';
import { ArrowUpload32Regular } from '@fluentui/react-icons/svg/arrow-upload';
import { Attach20Regular } from '@fluentui/react-icons/svg/attach';
import { useRef } from 'react';
import styles from '../Attachments.module.css';
import { filesOf } from './chosenFiles.ts';
import type { NamedFile } from './uploads.ts';

/** Any kind of file, several at once; a phone offers its camera by itself. */
export function AddFiles({ add }: { add: (files: readonly NamedFile[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={(event) => {
          add(filesOf(event.target.files));
          // Else the same file could not be chosen again.
          event.target.value = '';
        }}
      />
      <Button
        appearance="primary"
        icon={<Attach20Regular />}
        className={styles.attach}
        onClick={() => input.current?.click()}
      >
        Attach files
      </Button>
    </>
  );
}

/** Over the whole page while files hang over it: it cannot be missed. */
export function DropTarget({ what }: { what: string }) {
  return (
    <div className={styles.target} aria-hidden>
      <ArrowUpload32Regular />
      <span>{`Drop to attach to ${what}`}</span>
    </div>
  );
}
