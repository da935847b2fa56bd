/** The two slots of an app. Plain strings from config are checked once by {@link parseColor} and typed from then on. */
export const Color = { Blue: "blue", Green: "green" } as const;
export type Color = (typeof Color)[keyof typeof Color];

/** Both colors, in the order in which they are always listed. */
export const COLORS: readonly Color[] = [Color.Blue, Color.Green];

/** The other slot. */
export function other(color: Color): Color {
    return color === Color.Blue ? Color.Green : Color.Blue;
}

/** The color that a text names, or undefined. */
export function parseColor(text: string): Color | undefined {
    return COLORS.find((color) => color === text);
}

/** One value a color; a color that is off has none. */
export type PerColor<T> = { readonly [C in Color]?: T };
