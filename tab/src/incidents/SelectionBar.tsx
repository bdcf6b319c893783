/** The actions for all selected rows, at the bottom of the window. */
import { Button } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { commonActions, forMany } from '../act/actions.ts';
import { type Selection, toTarget } from '../shared/list/selection.ts';
import { nameRow } from './rowProps.ts';
import styles from './SelectionBar.module.css';

/** Rendered only while at least one row is selected. */
export function SelectionBar({ selection, clear }: { selection: Selection; clear: () => void }) {
  const rows = [...selection.values()];
  const [only] = rows;
  if (!only) return null;
  const actions = forMany(commonActions(rows));
  return (
    <div
      data-selection-bar
      className={styles.bar}
      role="toolbar"
      aria-label="Act on the selected incidents"
    >
      <span role="status" className={styles.count}>{`${rows.length} selected`}</span>
      {actions.length === 0 && <span>No action applies to all of these incidents.</span>}
      <ActionButtons
        actions={actions}
        targets={rows.map(toTarget)}
        what={rows.length === 1 ? nameRow(only) : `${rows.length} incidents`}
        names={rows.map(nameRow)}
        holders={rows.map((row) => row.assignee)}
        {...(rows.length === 1 ? { advice: only.recommendedAction } : {})}
        onDone={clear}
      />
      <Button
        appearance="subtle"
        icon={<Dismiss20Regular />}
        aria-label="Select none"
        onClick={clear}
      />
    </div>
  );
}
