/** @typedef {{ id: string, name: string, about: string, cents: number, hue: number }} Product */

/** What the shop sells; `hue` is the color of its tile. Both releases read the same data. @type {readonly Product[]} */
export const PRODUCTS = [
    {
        id: "seesaw",
        name: "Garden seesaw",
        about: "Oak beam, two seats. One side is always up.",
        cents: 18900,
        hue: 150,
    },
    { id: "kettle", name: "Whistling kettle", about: "Boils a litre and tells the street.", cents: 3450, hue: 200 },
    { id: "lantern", name: "Harbour lantern", about: "Blue glass to port, green to starboard.", cents: 2725, hue: 225 },
    { id: "canary", name: "Tin canary", about: "Sings for one visitor in ten.", cents: 1250, hue: 48 },
    { id: "rope", name: "Climbing rope", about: "Forty metres that never let go of you.", cents: 6400, hue: 20 },
    { id: "scales", name: "Kitchen scales", about: "Weighs to one percent, from 0 to 100.", cents: 4180, hue: 280 },
];
