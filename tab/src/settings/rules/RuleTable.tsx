/** The rules in force by category, with the differences of this deployment. */
import { Button } from '@fluentui/react-components';
import { type Category, categories, categoryLabels, formatDuration } from '@rooms-pro/core';
import type { RuleRow } from '@rooms-pro/core/contracts';
import { MisconfiguredWord, SeverityWord } from '../../shared/badges/StatusBadges.tsx';
import styles from './RuleTable.module.css';

type Props = {
  readonly rules: readonly RuleRow[];
  /** `null`: this person may only read. */
  readonly edit: ((rule: RuleRow) => void) | null;
};

const formatEscalation = (ms: number | null) => (ms === null ? 'never' : formatDuration(ms));
const formatOpensAfter = (ms: number) => (ms === 0 ? 'at once' : formatDuration(ms));

/** A cell that repeats the name of its column where the table becomes cards. */
function Cell({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <td>
      <span className={styles.name} aria-hidden>
        {name}
      </span>
      {children}
    </td>
  );
}

function formatOverrides({ overridden, groups }: RuleRow): string {
  const own = overridden.length === 0 ? [] : ['Changed here'];
  const byGroup = groups.length === 0 ? [] : [`otherwise for ${groups.join(', ')}`];
  return [...own, ...byGroup].join('; ');
}

function Row({ rule, edit }: { rule: RuleRow; edit: Props['edit'] }) {
  const { severity, escalatesAfterMs, remediations } = rule;
  const changed = formatOverrides(rule);
  return (
    <tr data-off={!rule.isOn}>
      <th scope="row">
        {rule.label}
        {!rule.isOn && <span className={styles.second}>Switched off</span>}
        {changed !== '' && <span className={styles.second}>{changed}</span>}
      </th>
      <Cell name="Severity">
        <span className={styles.words}>
          <SeverityWord severity={severity} />
          {rule.isMisconfiguration && <MisconfiguredWord />}
        </span>
      </Cell>
      <Cell name="Opens after">{formatOpensAfter(rule.opensAfterMs)}</Cell>
      <Cell name="Investigates">
        {rule.investigateForMs === 0 ? 'no' : formatDuration(rule.investigateForMs)}
      </Cell>
      <Cell name="Becomes important">
        {severity === 'important' ? '–' : formatEscalation(escalatesAfterMs)}
      </Cell>
      <Cell name="The platform tries">
        {remediations.length === 0 ? 'nothing' : remediations.join(', ')}
      </Cell>
      {edit && (
        <td className={styles.edit}>
          <Button size="small" aria-label={`Change ${rule.label}`} onClick={() => edit(rule)}>
            Change
          </Button>
        </td>
      )}
    </tr>
  );
}

function CategoryRows({ category, rules, edit }: Props & { category: Category }) {
  const own = rules.filter((rule) => rule.category === category);
  if (own.length === 0) return null;
  return (
    <tbody>
      <tr className={styles.category}>
        <th scope="rowgroup" colSpan={edit ? 7 : 6}>
          {categoryLabels[category]}
        </th>
      </tr>
      {own.map((rule) => (
        <Row key={rule.type} rule={rule} edit={edit} />
      ))}
    </tbody>
  );
}

/** A table; on a phone, one card for each rule. */
export function RuleTable({ rules, edit }: Props) {
  return (
    <table className={styles.rules} aria-label="Rules">
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col">Severity</th>
          <th scope="col">Opens after</th>
          <th scope="col">Investigates</th>
          <th scope="col">Becomes important</th>
          <th scope="col">The platform tries</th>
          {edit && <th scope="col">Action</th>}
        </tr>
      </thead>
      {categories.map((category) => (
        <CategoryRows key={category} category={category} rules={rules} edit={edit} />
      ))}
    </table>
  );
}
