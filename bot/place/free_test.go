package place_test

import (
	"testing"

	"github.com/aldaba-hotline/aldaba/bot"
)

// Free texts that hold a place, as people text them: number|streets|city|zip|region.
var placed = map[string]string{
	"ICE on Maple St and 5th Ave in Oakland":                                  "|5 ave+maple st|oakland||oakland",
	"Ice is at the corner of Maple and 12th right now":                        "|12+maple|||",
	"la migra esta entre la 5 y la 6 de main oakland":                         "",
	"hay migra en la 12 y fruitvale":                                          "|12+fruitvale|||",
	"migra en la doce y Maple Oakland":                                        "|12+maple|oakland||oakland",
	"ay migra en la quinta y main st":                                         "|5+main st|||",
	"redada 12 y maple oakland":                                               "|12+maple|oakland||oakland",
	"ICE 12 & maple oakland":                                                  "|12+maple|oakland||oakland",
	"ice agents 5th x main":                                                   "|5+main|||",
	"5th/main ice":                                                            "|5+main|||",
	"Main @ 5th, 4 agents":                                                    "|5+main|||",
	"calle 12 con Maple":                                                      "|12 st+maple|||",
	"migra en calle 12 esquina con maple":                                     "|12 st+maple|||",
	"estan en la esquina de calle Maple y avenida 5":                          "|5 ave+maple st|||",
	"la migra anda por Foothill y la 38":                                      "|38+foothill|||",
	"inmigracion en International y 35 avenida oakland":                       "|35 ave+international|oakland||oakland",
	"agents knocking doors at 1200 International Boulevard apt 4, Oakland CA": "1200|international blvd|oakland||oakland",
	"they are at 2214 e 20th street oakland":                                  "2214|e 20 st|oakland||oakland",
	"400 N Main Street, Fremont 94538, come fast":                             "400|n main st|fremont|94538|fremont",
	"ICE at 12 Oak Ct, Fremont":                                               "12|oak ct|fremont||fremont",
	"39155 Liberty St Fremont ICE in the building":                            "39155|liberty st|fremont||fremont",
	"migra aqui 845 calle San Pablo oakland":                                  "845|san pablo st|oakland||oakland",
	"llego la migra a la calle San Pablo #845 oakland":                        "845|san pablo st|oakland||oakland",
	"la migra esta en calle Maple numero 400, Fremont":                        "400|maple st|fremont||fremont",
	"ice raid 400 block of main st":                                           "400|main st|||",
	"ICE raid, 3300 block of Foothill Blvd":                                   "3300|foothill blvd|||",
	"Three unmarked cars on Seminary Ave near Bancroft Ave, masked men":       "|bancroft ave+seminary ave|||",
	"ICE just stopped a car on 98th Ave and International":                    "|98 ave+international|||",
	"ice at MacArthur Blvd & 35th Ave!!!":                                     "|35 ave+macarthur blvd|||",
	"se llevaron a mi papa en la 23 y internacional oakland":                  "|23+international|oakland||oakland",
	"ICE vans parked on 7th St between Adeline and Market":                    "",
	"i saw ice at 14th and broadway":                                          "|14+broadway|||",
	"ice at mission and lincoln in fremont":                                   "|lincoln+mission|fremont||fremont",
	"hay un reten en la calle 5 oakland":                                      "|5 st|oakland||oakland",
	"help they are breaking my door 1538 105th Ave Oakland":                   "1538|105 ave|oakland||oakland",
	"1538 105th ave ice":                                                      "1538|105 ave|||",
	"ICE is on Martin Luther King Jr. Way and 40th St, Oakland":               "|40 st+mlk way|oakland||oakland",
	"La Migra esta en High Street y Foothill":                                 "|foothill+high st|||",
	"ICE at E. 14th St. & 82nd Ave.":                                          "|82 ave+e 14 st|||",
	"agents at 400 Main St. Apt 12, help":                                     "400|main st|||",
	"ICE outside my house, 2930 Delaware Street, Oakland, 94602":              "2930|delaware st|oakland|94602|oakland",
	"mi direccion es 2930 delaware st oakland":                                "2930|delaware st|oakland||oakland",
	"ICE at the Walmart on Mowry Ave in Fremont":                              "|mowry ave|fremont||fremont",
	"ICE Fremont Ave and Oakland Ave":                                         "|fremont ave+oakland ave|||",
	"migra en avenida Fremont y la 5":                                         "|5+fremont ave|||",
	"i live in fremont but ice is at 12th and maple oakland":                  "|12+maple|oakland||oakland",
	"please come quick ice at 500 B St":                                       "500|b st|||",
	"ICE at 20th & A St":                                                      "|20+a st|||",
	"migra en la 82 con international":                                        "|82+international|||",
	"ICE at 123-A Maple Street":                                               "123|maple st|||",
	"hay agentes en Avenida Juárez 123":                                       "123|juarez ave|||",
	"vi a ICE en Blvd Rosecrans y Av. Central":                                "|central ave+rosecrans blvd|||",
	"ice on hwy 880 and high st":                                              "|880 hwy+high st|||",
	"twenty third and international ice":                                      "|23+international|||",
	"ICE on corner of Twelfth St. and Oak St.":                                "|12 st+oak st|||",
	"2 ICE trucks at Park Blvd and Excelsior Ave, Oakland":                    "|excelsior ave+park blvd|oakland||oakland",
	"they took 3 people at 66th and san leandro st":                           "|66+san leandro st|||",
	"migra 90 avenida y macarthur":                                            "|90 ave+macarthur|||",
	"la migra esta en la high y la foothill":                                  "|foothill+high|||",
	"estan en la calle Harrison cerca de la 14":                               "|14+harrison st|||",
	"ICE in front of 640 Jackson":                                             "640|jackson|||",
	"ice on E 21st near 14th Ave":                                             "|14 ave+e 21|||",
	"ICE van 12th ave x e 18th":                                               "|12 ave+e 18|||",
	"raid at the taqueria, 3340 E 12th":                                       "3340|e 12|||",
	"they are at my apartment 2101 Seminary Ave #12":                          "2101|seminary ave|||",
	"tocando puertas en 1933 Davis, San Leandro":                              "1933|davis|san leandro||",
	"Grove Street and Paseo Padre Parkway in Fremont":                         "|grove st+paseo padre pkwy|fremont||fremont",
	"ICE activity at Lincoln Elementary in Fremont":                           "||fremont||fremont",
	"migra en el home depot de oakland":                                       "||oakland||oakland",
	"ICE at the Target on Fremont Blvd":                                       "|fremont blvd|||",
	"ICE. 23rd Ave & E 15th. 3 vehicles. masked":                              "|23 ave+e 15|||",
	"URGENTE MIGRA EN LA CALLE BIRCH CON 92 AVENIDA":                          "|92 ave+birch st|||",
	"en la esquina de la Fruitvale con la E 12":                               "|e 12+fruitvale|||",
	"Ice on Main between 4th and 5th":                                         "|4+main|||",
	"ICE - 2625 Alcatraz Ave, Berkeley":                                       "2625|alcatraz ave|berkeley||",
	"avenida 35 e Internacional oakland":                                      "|35 ave+international|oakland||oakland",
	"fifteenth and jackson ice taking people":                                 "|15+jackson|||",
	"ICE by 19th street bart oakland":                                         "|19 st|oakland||oakland",
	"MIGRA EN LA 12 Y MAPLE":                                                  "|12+maple|||",
	"ICE AT 400 MAIN ST":                                                      "400|main st|||",
	"🚨🚨 ICE 🚨🚨 5th & Main 🚨":                                                  "|5+main|||",
	"ICE ON 5TH AND MAIN HURRY":                                               "|5+main|||",
	"ice at fifth and main hurry":                                             "|5+main|||",
	"estan en la 5 y main corran":                                             "|5+main|||",
	"ICE is knocking at my neighbors, 1712 Fruitvale Avenue":                  "1712|fruitvale ave|||",
}

// Free texts that hold none.
var unplaced = []string{
	"ICE is at my door", "migra en mi calle", "4 agents at 5 pm", "agentes en mi calle ahora", "there are ICE agents on my street",
	"on my street and at my door", "it was the 5th raid in Oakland", "the 2nd and 3rd agents have masks", "2nd and final notice",
	"first and foremost I need help", "I have court on the 5th and I need a lawyer", "my hearing is the 12th and I am scared in Oakland",
	"mi cita es el 5 y no puedo ir", "a las 5 y media vino la migra", "vinieron a las 12 y se fueron", "tengo 2 hijos y mi esposo",
	"son como 10 y traen armas", "hay 4 y vienen mas", "3 agents and 2 vans in Oakland", "ICE took Juan and Maria",
	"Jose and Ana Lopez were taken", "I saw a white van and a black SUV", "they wear vests and masks in oakland", "police st",
	"call me at 510 555 1234", "call 5105551234 and ask for Maria", "my number is 510-555-1234", "her a number is 123456789",
	"he is 21 and from Guatemala", "tiene 21 y es de Guatemala", "I need a dr and a lawyer", "my dr said so", "we are on the way",
	"they are on their way and we wait", "ICE is in the park and on the road", "on the road to Fremont", "esta en camino y viene",
	"el camino a Oakland", "voy por el camino", "they came 3 times and left", "10 minutes ago and now they are back", "form I-200 and I-205",
	"they have a warrant I-205 from court", "what is a judicial warrant and who signs it", "my boss and my coworkers", "in oakland and fremont",
	"is ICE in Oakland and in Fremont", "ICE at school and at church", "hay migra en la tienda y en la iglesia", "migra en el walmart",
	"ICE at Walmart", "at the home depot and they took people", "no se y tengo miedo", "yo y mi hermana estamos en casa",
	"se llevaron a Juan y a Pedro", "Pedro y Juan", "20 and counting", "5 and a half hours", "a quarter and a half", "24 and 7",
	"they left at 12 and came back at 4", "estan en la 2 y no puedo salir", "vivo en la 3 y tengo miedo", "cerre la puerta y apague la luz",
	"el primero y el segundo", "el segundo y tercer piso", "la primera y la segunda vez", "la segunda y ultima vez", "1st and 2nd graders",
	"third floor and roof", "apt 5 and 6", "unit 3 and 4", "room 12 and 14", "ICE in apt 4 and knocking", "plate 7ABC123 and 8XYZ987",
	"placas 7ABC123 y otra", "ayuda en la calle hay migra", "la calle esta llena de migra", "van por la calle y paran carros",
	"estan parando carros en la calle", "la migra paso por la avenida", "en la esquina y en el parque", "they blocked the street and the driveway",
	"one street over and running", "across the street and waiting", "down the street", "two streets away and coming", "main thing and last",
	"the main door and the back door", "Thank you and God bless", "Good morning and thank you", "I am a US citizen and my husband is not",
	"1 Yes and 2 No", "si y no", "me and my 3 kids", "2026 and still", "on 12/5", "on 12/05/2026", "24/7", "he/she is here", "and/or",
	"estamos bien y seguros", "grabamos y salimos", "50 agents", "100 dollars and fees", "$400 main fee", "400 people in Oakland",
	"200 agents Fremont", "911 Oakland", "10 agents in vests", "6 agents Mission accomplished", "in 5 minutes", "abogado y traductor",
	"me llamo Maria y vivo en Oakland", "my name is St John and I live in Fremont", "Dr Smith and Dr Jones", "ask for Mr Main and Mrs Oak",
	"tengo una cita el 4 de mayo y el 5 de junio", "May 5th and June 6th", "January 3rd in Oakland", "on Monday the 5th and Tuesday the 6th",
	"Luis Main and Pedro Oak were taken", "Washington and Lincoln were presidents", "Immigration Court, Oakland", "son las 5 y la migra sigue aqui",
	"vive en la casa 5 y yo en la 6", "la 1 y la 2", "my check in is at the ICE office in Oakland", "third and fourth grade in Oakland", "badge 44115 and 55226",
	"entre 4 y 5 agentes", "entre las 4 y las 5", "in 5 or 6 cars near Oakland", "tomo el bus 1 y el 14", "Friday the 13th and Monday", "4th and 5th amendment",
	"hearing on June 12th and ICE was there in Oakland", "Honduras y El Salvador", "corre por la calle y grita", "se metieron a la casa y al garage",
	"ICE is outside with 4 cars and they are taking my neighbor he has 3 kids and a wife please help us we don't know what to do",
	"they are coming to the house at the end of the block and there are two more behind it and one is on foot",
}

func TestFreeTextsThatHoldAPlace(t *testing.T) {
	for words, want := range placed {
		p, ok := atlas().Read(bot.Private(words), nil, false)
		if got := tell(p); !ok || want != "" && got != want {
			t.Errorf("%q: %s %t, want %s", words, got, ok, want)
		}
	}
}

func TestFreeTextsThatHoldNone(t *testing.T) {
	for _, words := range unplaced {
		if p, ok := atlas().Read(bot.Private(words), nil, false); ok {
			t.Errorf("%q is at %s", words, tell(p))
		}
	}
}
