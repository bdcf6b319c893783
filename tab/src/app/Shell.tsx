/** The frame of every page: header with navigation and freshness, then the page itself. */
import type { Me } from '@rooms-pro/core/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { meQuery } from '../api/queries.ts';
import type { ThemeControl } from '../host/useTheme.ts';
import { UnreachableBar } from '../live/UnreachableBar.tsx';
import { PageTitle } from '../shared/PageTitle.tsx';
import { Failure } from '../shared/states/EmptyStates.tsx';
import { type Obstacle, obstacleIn } from '../signIn/signIn.ts';
import { Header } from './Header.tsx';
import styles from './Shell.module.css';

/** Loaded separately, because most people never need it. */
const ObstaclePage = lazy(() => import('../signIn/ObstaclePage.tsx'));

/**
 * After navigation to another page, moves the scroll position and the focus of a screen reader to its
 * top.
 */
function useFreshStart(): RefObject<HTMLElement | null> {
  const page = useRef<HTMLElement>(null);
  const [at] = useLocation();
  const before = useRef(at);
  const isStepBack = useRef(false);
  useEffect(() => {
    const note = () => {
      isStepBack.current = true;
    };
    window.addEventListener('popstate', note);
    return () => window.removeEventListener('popstate', note);
  }, []);
  useEffect(() => {
    if (before.current === at) return;
    before.current = at;
    page.current?.focus({ preventScroll: true });
    // When the person goes back, the browser restores the scroll position.
    if (!isStepBack.current) window.scrollTo(0, 0);
    isStepBack.current = false;
  }, [at]);
  return page;
}

/** The current obstacle. The former obstacle stays until a response removes it. */
function useObstacle({ data, error, isPending }: UseQueryResult<Me>): Obstacle | null {
  const latest = useRef<Obstacle | null>(null);
  if (!isPending) latest.current = obstacleIn(data, error);
  return latest.current;
}

/** Shows a page, or an error if the server does not return the person. */
export function Shell({ theme, children }: { theme: ThemeControl; children: ReactNode }) {
  const me = useQuery(meQuery);
  const page = useFreshStart();
  const obstacle = useObstacle(me);
  if (obstacle) {
    return (
      <div className={styles.shell}>
        <main id="page" className={styles.page} tabIndex={-1}>
          <Suspense fallback={null}>
            <ObstaclePage obstacle={obstacle} isTrying={me.isFetching} retry={me.refetch} />
          </Suspense>
        </main>
      </div>
    );
  }
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#page">
        Skip to the page
      </a>
      <Header me={me.data ?? null} theme={theme} />
      <UnreachableBar />
      <main id="page" ref={page} className={styles.page} tabIndex={-1}>
        {me.isError && !me.data ? (
          <>
            <PageTitle title="Rooms Pro Management" />
            <Failure error={me.error} retry={() => void me.refetch()} />
          </>
        ) : (
          children
        )}
      </main>
    </div>
  );
}
