/** The top of every page: navigation, freshness, the acting person, and the theme. */
import { Button } from '@fluentui/react-components';
import { ConferenceRoom24Regular } from '@fluentui/react-icons/svg/conference-room';
import { Settings20Regular } from '@fluentui/react-icons/svg/settings';
import { roleLabels } from '@rooms-pro/core';
import type { Me } from '@rooms-pro/core/contracts';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ThemeControl } from '../host/useTheme.ts';
import { LiveStatus } from '../live/LiveStatus.tsx';
import { NavLink } from '../shared/NavLink.tsx';
import { Choosers } from './Choosers.tsx';
import styles from './Header.module.css';

const places = [
  { path: '/', label: 'Incidents', isHere: (at: string) => at === '/' },
  { path: '/rooms', label: 'Rooms', isHere: (at: string) => at.startsWith('/rooms') },
  { path: '/settings', label: 'Settings', isHere: (at: string) => at.startsWith('/settings') },
];

function Navigation() {
  const [at] = useLocation();
  return (
    <nav aria-label="Pages" className={styles.pages}>
      {places.map(({ path, label, isHere }) => (
        <NavLink key={path} href={path} isHere={isHere(at)}>
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

/** The signed-in person. Absent where the chooser shows the acting person. */
function SignedIn({ person }: Pick<Me, 'person'>) {
  const role = roleLabels[person.role];
  return (
    <span className={styles.person} title={`Signed in as ${person.name}, ${role}`}>
      <span className={styles.name}>{person.name}</span>
      <span className={styles.role}>{` · ${role}`}</span>
    </span>
  );
}

function formatPaceShort(pace: number): string {
  return pace === 60 ? 'Demo: 1 min = 1 s' : `Demo: ${pace} × as fast`;
}

function formatPace(pace: number): string {
  return pace === 60
    ? 'Demo pace: minutes run as seconds'
    : `Demo pace: time runs ${pace} times as fast`;
}

/** The header. The parts that depend on the person are absent until the person is known. */
export function Header({ me, theme }: { me: Me | null; theme: ThemeControl }) {
  const [isOpen, setIsOpen] = useState(false);
  const hasChoosers = theme.choice !== null || (me?.embedded ?? false);
  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        <span className={styles.brand}>
          <ConferenceRoom24Regular aria-hidden />
          Rooms Pro
        </span>
        <Navigation />
        <LiveStatus />
        {me && !me.embedded && <SignedIn person={me.person} />}
        {me && me.pace !== 1 && (
          <span className={styles.pace} title={formatPace(me.pace)}>
            {formatPaceShort(me.pace)}
          </span>
        )}
        {hasChoosers && (
          <Button
            className={styles.more}
            appearance="subtle"
            icon={<Settings20Regular />}
            aria-label="Settings of this page"
            aria-expanded={isOpen}
            aria-controls="choosers"
            onClick={() => setIsOpen(!isOpen)}
          />
        )}
        {hasChoosers && (
          <div id="choosers" className={isOpen ? styles.choosersOpen : styles.choosers}>
            <Choosers me={me} theme={theme} />
          </div>
        )}
      </div>
    </header>
  );
}
