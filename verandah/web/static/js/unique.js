/** A name that nothing else has; browsers give a real one only where the line is encrypted. */
export const unique = () => (crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`).replaceAll("-", "");
