package place

import "strings"

// trait is what a word can be in the words of a place; a word can have several.
type trait uint32

const (
	stop     trait = 1 << iota // never part of a street's name
	mark                       // a comma or another end of what belongs together
	joins                      // & and, y, con …: between two streets
	leans                      // near, between, esquina …: between two streets that are surely streets
	number                     // digits
	nth                        // 5th, fifth, quinta
	spelled                    // fifth, quinta
	cardinal                   // doce, twelve: a number after "la" and "calle"
	tens                       // twenty, treinta: begins a number of two words
	kind                       // street, ave …: behind the name
	prefix                     // calle, avenida …: before the name
	vague                      // way, court …: a kind that is an ordinary word as well
	heading                    // north, e, sur
	known                      // the name of a street in nearly every city
	usual                      // known, and an ordinary word as well
	leads                      // at, on, en …: before a place
	within                     // de, la …: inside a name
	unit                       // apt, suite …: before the number of a flat
	counted                    // agents, floor …: behind a number that is no street's
	alert                      // ice, migra, raid …: people write them right before a place
	owner                      // my, su …: before a street that has no name
	date                       // may, monday, cita …: before a day
	sign                       // #, numero: before a house's number
	hundred                    // block, cuadra: beside the number of one
	shop                       // walmart …: a place by itself when the city is known
	house                      // school, plaza …: a place when it has a name and the city is known
	state                      // ca, california
)

// entry is what is known about a word.
type entry struct {
	as string // what it means: "st" for street
	is trait
}

// lexicon is a table of words. What several lines say about one word adds up.
func lexicon(lines map[trait]string) map[string]entry {
	all := map[string]entry{}
	for is, words := range lines {
		for _, w := range strings.Fields(words) {
			from, to, _ := strings.Cut(w, "=")
			e := all[from]
			if to != "" {
				e.as = to
			}
			e.is |= is
			all[from] = e
		}
	}
	return all
}

// endings are what people write behind the digits of an ordinal.
func endings(w string) bool {
	switch w {
	case "st", "nd", "rd", "th", "ta", "ra", "da", "va", "na", "ma", "a", "o", "to", "ro", "do", "vo", "no", "mo":
		return true
	}
	return false
}

// The words, folded, in English and Spanish, as people text them.
var words = lexicon(map[trait]string{
	kind: `st=st str=st street=st streets=st rd=rd road=rd ln=ln wy=way pl=pl ter=ter cir=cir sq=sq alley=alley fwy=fwy freeway=fwy
		expy=expy expressway=expy pkwy=pkwy parkway=pkwy dr=dr ct=ct trl=trl`,
	kind | prefix: `ave=ave av=ave aven=ave avenue=ave aveniu=ave avs=ave blvd=blvd bl=blvd boulevard=blvd bulevar=blvd bulevard=blvd boulevar=blvd
		hwy=hwy highway=hwy avenida=ave avda=ave`,
	kind | vague:   "drive=dr lane=ln court=ct way=way circle=cir square=sq terrace=ter trail=trl place=pl",
	prefix:         "calle=st carretera=hwy callejon=alley autopista=fwy freeway=fwy ruta=hwy route=hwy interstate=fwy",
	prefix | vague: "c=st camino=rd",
	nth | spelled: `first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12 thirteenth=13
		fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 thirtieth=30 primera=1 segunda=2
		tercera=3 cuarta=4 quinta=5 sexta=6 septima=7 octava=8 novena=9 decima=10 onceava=11 doceava=12`,
	cardinal: `two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7
		ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15 dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19
		veintiuno=21 veintidos=22 veintitres=23 veinticuatro=24 veinticinco=25 veintiseis=26 veintisiete=27 veintiocho=28 veintinueve=29`,
	cardinal | tens: `veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90
		twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90`,
	heading: "n=n north=n norte=n s=s south=s sur=s e=e east=e w=w west=w oeste=w ne=ne nw=nw sw=sw",
	known: `main maple elm cedar walnut pine broadway washington lincoln jefferson jackson madison franklin adams monroe harrison webster
		international internacional=international foothill macarthur telegraph fruitvale bancroft adeline juarez hidalgo telegraph mlk alameda mowry`,
	known | usual: "oak mission market highland grand seminary",
	joins:         "and y e con x",
	leans:         "near cerca between entre esquina at off by cross cruce junto casi con",
	leads:         "at on in near by off corner en por sobre cerca esquina entre between around junto frente afuera outside behind from of de intersection cruce",
	within:        "de del la las los el of",
	unit:          "apt apto apartment apartamento unit suite ste depto departamento dpto piso floor room cuarto rm lote lot space spc traila trailer interior int",
	alert:         "ice migra lamigra raid redada redadas reten retenes immigration inmigracion migracion agents agentes police policia here aqui aki checkpoint",
	owner:         "my your his our their mi su sus nuestra nuestro this that same next each every whole misma toda cada otra esta aquella",
	date: `jan january feb february mar april apr may june jun july jul august aug sept september oct october nov november dec december monday tuesday
		wednesday thursday friday saturday sunday enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes
		martes miercoles jueves viernes sabado domingo cita date appointment since until desde hasta court hearing`,
	counted: `floor floors piso grade grado time times vez veces day dia dias days de of unit apt apartment week weeks month year years ano anos one ones
		graders amendment agents agent agente agentes men man hombres people personas persona vans van cars car trucks kids ninos officers oficiales
		carros trocas camionetas am pm min mins minutes minutos hour hours horas hora media cuarto pico dollars dolares percent raid redada street
		calles cuadras blocks policias vehicles vehiculos feet miles millas unidades person`,
	sign:    "# numero num nro no",
	hundred: "block blk bloque cuadra",
	shop: `walmart target costco bart cardenas lowes safeway mcdonalds starbucks denny dennys greyhound ikea kmart foodsco albertsons
		vallarta northgate`,
	house: `elementary school middle plaza mall market park church hospital clinic library station center centre apartments college university
		supermarket supermercado mercado parque iglesia escuela clinica biblioteca estacion centro preparatoria secundaria primaria`,
	state: "ca california calif tx texas az arizona ny il nv or wa co fl ga nj",
	stop: `i im is are was were be been am at in on of off to the a an my our your his her their there here it its this that these those with for
		from by near now just then they theyre he hes she shes we were you me him them us who what where when why how and or not no yes please help need
		some someone somebody people agents agent ice icee cops police policia officers officer migra lamigra raid redada van vans car cars truck
		trucks suv suvs men man women woman kids kid child children family families neighbors neighbor stopped stopping stop taking took taken
		knocking knock banging outside inside door doors house houses home building work school store front back corner between cross right left
		side parking lot pm am min mins minutes hour hours ago today yesterday tonight morning afternoon evening immigration federal county supreme
		superior traffic district juvenile get got come came coming go going gone has have had do does dont did will can cant could want wants
		look looking see saw seen hurry quick quickly fast asap again still very so too also but because if as one two another other both all any
		more most final last next same dirt dark whole only best half long wrong test public empty busy our every each down across along over under into
		ya el la los las un una unos unas de del en al a por para que se su sus mi mis tu nuestro nuestra es son esta estan estaban estamos estoy
		hay ay ahi aqui aki aca alla ahora ahorita ya lo le les me nos yo ellos ellas gente agentes agente hombres hombre mujeres mujer ninos nino
		hijos hijo hija carro carros camioneta camionetas troca trocas puerta puertas casa casas apartamento edificio trabajo tienda llena
		esquina frente cuadras afuera adentro tocando toca llegaron llego entraron parados parado llevando llevaron llevan anda andan paso vi
		papa mama esposo esposa hermano hermana vecino vecinos vecina hoy ayer anoche manana tarde noche minutos hora horas favor ayuda ayudenme
		senor senora mas muy otro otra otros si pero como donde cuando quien porque no ni tengo tiene tenemos tienen miedo salir puedo puede
		vengan ven corran corre rapido urgente auxilio alguien dice dicen fue fueron van va viene vienen voy vivo vive estaba era traen hasta
		desde sobre ultima ultimo final cerre abri ano god bless thank thanks good dos tres raiding arrested arresting detained grabbed waiting
		truck please pls plz right now y e con x and inmigracion migracion policias retenes reten mr mrs ms sr sra don dona cerca entre junto llevo avenidas`,
	shop | stop: "bart depot walmart",
})

func (e entry) has(any trait) bool { return e.is&any != 0 }
