/** The path from a list to this page, above its title. */
import { Children, Fragment, type ReactNode } from 'react';
import styles from './Breadcrumb.module.css';

/** Each child is one step; the last one is this page or its location. */
export function Breadcrumb({ children }: { readonly children: ReactNode }) {
  const steps = Children.toArray(children);
  return (
    <nav aria-label="Breadcrumb" className={styles.path}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a page keep their positions.
        <Fragment key={index}>
          {index > 0 && <span aria-hidden>›</span>}
          {step}
        </Fragment>
      ))}
    </nav>
  );
}
