/** The page for an address that leads nowhere. */
import { Link } from 'wouter';
import { PageTitle } from '../shared/PageTitle.tsx';

/** Says so, and shows the way back. */
export function NotFound() {
  return (
    <>
      <PageTitle title="This page does not exist" />
      <p>
        <Link href="/">See the incidents</Link> or <Link href="/rooms">the rooms</Link> instead.
      </p>
    </>
  );
}
