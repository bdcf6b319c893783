/** The page for an unknown address. */
import { Link } from 'wouter';
import { PageTitle } from '../shared/PageTitle.tsx';

/** Shows that the address is unknown, with links to the main pages. */
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
