/** What managers set: the rules that decide when something is an incident. */
import type { RuleRow, RulesAnswer } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageTitle } from '../components/PageTitle.tsx';
import { RuleDialog } from '../components/RuleDialog.tsx';
import { RuleTable } from '../components/RuleTable.tsx';
import { Failure, Loading } from '../components/States.tsx';
import { When } from '../components/When.tsx';
import { rulesQuery } from '../queries.ts';
import styles from './Settings.module.css';

function Changed({ answer }: { answer: RulesAnswer }) {
  const { changed, version, canChange } = answer;
  return (
    <p className={styles.about}>
      {`Rules ${version}. `}
      {changed ? (
        <>
          {`Last changed by ${changed.by.name}, `}
          <When at={changed.at} inSentence />
          {'.'}
        </>
      ) : (
        'As the product has them.'
      )}
      {!canChange && ' Only a Manager can change them.'}
    </p>
  );
}

function Rules({ answer }: { answer: RulesAnswer }) {
  const [edited, setEdited] = useState<RuleRow | null>(null);
  return (
    <>
      <Changed answer={answer} />
      <RuleTable rules={answer.rules} edit={answer.canChange ? setEdited : null} />
      {edited && <RuleDialog rule={edited} answer={answer} close={() => setEdited(null)} />}
    </>
  );
}

/** The page at `/settings`. */
export default function Settings() {
  const rules = useQuery(rulesQuery);
  return (
    <>
      <PageTitle title="Settings" />
      {rules.data && <Rules answer={rules.data} />}
      {rules.isPending && <Loading rows={8} what="the rules" />}
      {rules.error && !rules.data && (
        <Failure error={rules.error} retry={() => void rules.refetch()} />
      )}
    </>
  );
}
