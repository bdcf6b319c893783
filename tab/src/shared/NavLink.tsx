/** A link to a page, or to a part of a page, that shows whether its target is open. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './NavLink.module.css';

type Props = { readonly href: string; readonly isHere: boolean; readonly children: ReactNode };

/** Underlined when its target is open. */
export function NavLink({ href, isHere, children }: Props) {
  return (
    <Link href={href} className={styles.place} {...(isHere ? { 'aria-current': 'page' } : {})}>
      {children}
    </Link>
  );
}
