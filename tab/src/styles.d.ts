/** CSS modules: every class a style sheet defines is there by its name. */
declare module '*.module.css' {
  const styles: { readonly [name: string]: string };
  export default styles;
}
