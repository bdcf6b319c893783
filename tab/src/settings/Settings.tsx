/**
 * The settings of managers: the rules of incidents, the devices that may send, and the roles of people;
 * also the documents that cannot be read.
 */
import type { RoomId } from '@rooms-pro/core';
import type { RuleRow, RulesAnswer } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { meQuery, rulesQuery } from '../api/queries.ts';
import { NavLink } from '../shared/NavLink.tsx';
import { PageTitle } from '../shared/PageTitle.tsx';
import { Failure, Loading } from '../shared/states/EmptyStates.tsx';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { CodeList } from './devices/CodeList.tsx';
import { IssueCode } from './devices/IssueCode.tsx';
import { KeyList } from './devices/KeyList.tsx';
import { WaitingDevices } from './devices/WaitingDevices.tsx';
import { People } from './people/People.tsx';
import { RuleDialog } from './rules/RuleDialog.tsx';
import { RuleScope } from './rules/RuleScope.tsx';
import { RuleTable } from './rules/RuleTable.tsx';
import styles from './Settings.module.css';
import { QuarantineList } from './system/QuarantineList.tsx';

function Changed({ answer }: { answer: RulesAnswer }) {
  const { changed, version, canChange, group } = answer;
  return (
    <p className={styles.about}>
      {`Rules ${version}. `}
      {changed ? (
        <>
          {`Last changed by ${changed.by.name}, `}
          <RelativeTime at={changed.at} inSentence />
          {'.'}
        </>
      ) : (
        'The defaults of the product.'
      )}
      {group !== null && ` What stands here holds in rooms of ${group}.`}
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

function RulesPart() {
  const [params, setParams] = useSearchParams();
  const group = params.get('group') || null;
  const rules = useQuery(rulesQuery(group));
  return (
    <>
      <RuleScope
        group={group}
        named={Object.keys(rules.data?.settings.groups ?? {})}
        choose={(chosen) => setParams(chosen === null ? {} : { group: chosen })}
      />
      {rules.data && <Rules key={group} answer={rules.data} />}
      {rules.isPending && <Loading rows={8} what="the rules" />}
      {rules.error && !rules.data && (
        <Failure error={rules.error} retry={() => void rules.refetch()} />
      )}
    </>
  );
}

function DevicesPart() {
  const [params] = useSearchParams();
  const me = useQuery(meQuery);
  const room = params.get('room');
  if (me.isPending) return <Loading rows={4} what="the devices" />;
  if (me.data?.person.role !== 'manager') {
    return <p className={styles.about}>Only a Manager can manage devices and their keys.</p>;
  }
  return (
    <>
      <IssueCode key={room} room={room && /^room-\d+$/.test(room) ? (room as RoomId) : null} />
      <WaitingDevices />
      <CodeList />
      <KeyList />
    </>
  );
}

function PeoplePart() {
  const me = useQuery(meQuery);
  if (me.isPending) return <Loading rows={4} what="the people" />;
  if (me.data?.embedded) {
    return (
      <p className={styles.about}>
        The people of this demo are fixed. Choose a person at Acting as.
      </p>
    );
  }
  if (me.data?.person.role !== 'manager') {
    return <p className={styles.about}>Only a Manager can manage people and their roles.</p>;
  }
  return <People ownId={me.data.person.id} />;
}

function SystemPart() {
  const me = useQuery(meQuery);
  if (me.isPending) return <Loading rows={2} what="the documents" />;
  if (me.data?.person.role !== 'manager') {
    return <p className={styles.about}>Only a Manager can see the state of the system.</p>;
  }
  return <QuarantineList />;
}

const parts = {
  rules: RulesPart,
  devices: DevicesPart,
  people: PeoplePart,
  system: SystemPart,
};

/** The pages at `/settings`, `/settings/devices`, `/settings/people` and `/settings/system`. */
export default function Settings({ part }: { part: keyof typeof parts }) {
  const me = useQuery(meQuery);
  const Part = parts[part];
  return (
    <>
      <PageTitle title="Settings" />
      <nav className={styles.parts} aria-label="Parts of the settings">
        <NavLink href="/settings" isHere={part === 'rules'}>
          Rules
        </NavLink>
        <NavLink href="/settings/devices" isHere={part === 'devices'}>
          Devices
        </NavLink>
        {me.data && !me.data.embedded && (
          <NavLink href="/settings/people" isHere={part === 'people'}>
            People
          </NavLink>
        )}
        {me.data?.person.role === 'manager' && (
          <NavLink href="/settings/system" isHere={part === 'system'}>
            System
          </NavLink>
        )}
      </nav>
      <Part />
    </>
  );
}
