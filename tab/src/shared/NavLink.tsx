/** A link to a page, or to a part of one, that shows when one is there. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './NavLink.module.css';

type Props = { readonly href: string; readonly isHere: boolean; readonly children: ReactNode };

/** Underlined where one is. */
export function NavLink({ href, isHere, children }: Props) {
  return (
    <Link href={href} className={styles.place} {...(isHere ? { 'aria-current': 'page' } : {})}>
      {children}
    </Link>
  );
}
