/** CSS modules: each class of a style sheet is available under its name. */
declare module '*.module.css' {
  const styles: { readonly [name: string]: string };
  export default styles;
}
