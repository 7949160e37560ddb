/** Plateau's mark: a curve that rises and then is flat. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="40" height="40" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#4263eb" />
      <path
        d="M6 25 L13.5 12.5 Q15 10 18 10 L26 10"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="13" cy="13.5" r="2.6" fill="#ffea6b" />
      <circle cx="22" cy="10" r="2.6" fill="#ffea6b" />
    </svg>
  )
}
