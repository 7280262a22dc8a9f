/** The plumb bob and the name. */
export function Brand() {
  return (
    <span className="brand">
      <svg className="bob" viewBox="0 0 16 22" aria-hidden="true" focusable="false">
        <path d="M7.25 0h1.5v11h-1.5zM4 11h8v2.5L8 22 4 13.5z" />
      </svg>
      Plumbline
    </span>
  );
}
