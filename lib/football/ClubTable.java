package lib.football;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.football.Clubs.Article;
import lib.football.Clubs.Club;

/**
 * The clubs that have played in the first division since 2003, and those of the second that may come up.
 *
 * <p>A line: canonical name, the spelling of the original data set | display name with accents, a dash where it is the
 * same | letters of a scoreboard | state | Portuguese article | two plain colours in place of the crest, a trademark |
 * the official name, then others that files use. Nicknames, for people who search, follow a tilde. A line
 * that begins with a bar goes on with the one above.
 *
 * <p>Names are compared by {@link ClubNames}: accents, case, hyphens and the state beside the name need no line here.
 * A name that several clubs carry has its state: "America FC-MG" is found only where the state is known.
 */
final class ClubTable {

    private static final String TABLE = """
        ABC             | -               | ABC | RN | o | #1a1a1a #ffffff | ABC FC, ABC Natal
        Amazonas        | -               | AMA | AM | o | #e8b400 #1a1a1a | Amazonas FC ~ Onça-pintada
        America-MG      | América-MG      | AME | MG | o | #0b7a3b #1a1a1a | America FC-MG, America Mineiro
        | America FC Mineiro, America Belo Horizonte ~ Coelho
        America-RN      | América-RN      | ARN | RN | o | #c4122f #ffffff | America FC-RN, America de Natal
        | America Natal
        ASA             | -               | ASA | AL | o | #1a1a1a #ffffff | AS Arapiraquense, ASA Arapiraca
        | ASA de Arapiraca, Agremiacao Sportiva Arapiraquense
        Athletic-MG     | -               | ATH | MG | o | #1a1a1a #ffffff | Athletic Club-MG, Athletic Club
        ~ Esquadrão de Aço
        Athletico-PR    | -               | CAP | PR | o | #c8102e #1a1a1a | CA Paranaense, Athletico
        | Athletico Paranaense, Atletico-PR, Atletico Paranaense, Atletico Curitiba ~ Furacão, CAP
        Atletico-GO     | Atlético-GO     | ACG | GO | o | #c1121f #1a1a1a | AC Goianiense, Atletico Goianiense
        | CA Goianiense, Atletico Goiania ~ Dragão
        Atletico-MG     | Atlético-MG     | CAM | MG | o | #1a1a1a #ffffff | CA Mineiro, Atletico Mineiro
        | Atletico Belo Horizonte, Athletico Mineiro ~ Galo, CAM
        Avai            | Avaí            | AVA | SC | o | #0a5cb8 #ffffff | Avai FC, Avai Florianopolis
        ~ Leão da Ilha
        Bahia           | -               | BAH | BA | o | #0057a8 #d8232a | EC Bahia, Bahia Salvador
        ~ Tricolor de Aço, Bahêa
        Barueri         | -               | BAR | SP | o | #f2c200 #123c8c | GR Barueri, Gremio Barueri
        | Gremio Recreativo Barueri
        Boa             | -               | BOA | MG | o | #d0142c #1a1a1a | Boa EC, Boa Esporte, Boa Esporte Clube
        | Ituiutaba, Ituiutaba EC ~ Coruja
        Botafogo-RJ     | Botafogo        | BOT | RJ | o | #1a1a1a #ffffff | Botafogo FR, Botafogo
        ~ Fogão, Glorioso, Bota, Estrela Solitária
        Botafogo-SP     | -               | BSP | SP | o | #c8102e #1a1a1a | Botafogo FC-SP, Botafogo Ribeirao Preto
        | Botafogo de Ribeirao Preto ~ Pantera
        Bragantino      | -               | RBB | SP | o | #ffffff #c8102e | CA Bragantino, Red Bull Bragantino
        | RB Bragantino, Red Bull Bragantino FC, Bragantino Braganca Paulista ~ Massa Bruta, Red Bull, RB, Braga
        Brasil-RS       | Brasil de Pelotas | GEB | RS | o | #c8102e #1a1a1a | GE Brasil, Brasil de Pelotas
        | Brasil Pelotas ~ Xavante
        Brasiliense     | -               | BRS | DF | o | #f4c400 #1a1a1a | Brasiliense FC ~ Jacaré
        Brusque         | -               | BRU | SC | o | #f2c200 #c8102e | Brusque FC ~ Quadricolor
        Campinense      | -               | CPN | PB | o | #c8102e #1a1a1a | Campinense Clube
        ~ Raposa de Campina Grande
        Caxias          | -               | CAX | RS | o | #7a1533 #ffffff | SER Caxias, Caxias do Sul
        | Sociedade Esportiva e Recreativa Caxias do Sul ~ Grená
        Ceara           | Ceará           | CEA | CE | o | #1a1a1a #ffffff | Ceara SC ~ Vozão, Vovô
        Chapecoense     | -               | CHA | SC | a | #0a7a34 #ffffff | Chapecoense AF, AF Chapecoense
        | Associacao Chapecoense de Futebol ~ Chape, Verdão do Oeste
        Confianca       | Confiança       | CNF | SE | o | #0d4da1 #ffffff | AD Confianca
        ~ Dragão do Bairro Industrial
        Corinthians     | -               | COR | SP | o | #ffffff #1a1a1a | SC Corinthians Paulista
        | Corinthians Paulista, SC Corinthians ~ Timão, Coringão, Todo Poderoso
        Coritiba        | -               | CFC | PR | o | #00663a #ffffff | Coritiba FC, Coritiba Foot Ball Club
        ~ Coxa
        CRB             | -               | CRB | AL | o | #d0142c #ffffff | CR Brasil, CRB Maceio ~ Galo da Praia
        Criciuma        | Criciúma        | CRI | SC | o | #f5c300 #1a1a1a | Criciuma EC ~ Tigre
        Cruzeiro        | -               | CRU | MG | o | #0b3c96 #ffffff | Cruzeiro EC, Cruzeiro Belo Horizonte
        ~ Raposa, Cabuloso
        CSA             | -               | CSA | AL | o | #0d4da1 #ffffff | CS Alagoano, Centro Sportivo Alagoano
        | CSA Maceio ~ Azulão do Mutange
        Cuiaba          | Cuiabá          | CUI | MT | o | #f3c11b #0b6b3a | Cuiaba EC ~ Dourado
        Duque de Caxias | -               | DUQ | RJ | o | #f26522 #0d4da1 | Duque de Caxias FC
        Ferroviaria     | Ferroviária     | FER | SP | a | #7a1533 #ffffff | AF Ferroviaria, Ferroviaria SA
        | Ferroviaria Araraquara, Associacao Ferroviaria de Esportes, Ferroviaria de Araraquara ~ Locomotiva, AFE
        Figueirense     | -               | FIG | SC | o | #1a1a1a #ffffff | Figueirense FC
        ~ Furacão do Estreito, Figueira
        Flamengo        | -               | FLA | RJ | o | #c3141e #1a1a1a | CR Flamengo
        ~ Mengão, Fla, Mengo, Rubro-Negro Carioca
        Fluminense      | -               | FLU | RJ | o | #7a1533 #0a6b45 | Fluminense FC
        ~ Flu, Fluzão, Tricolor das Laranjeiras, Nense
        Fortaleza       | -               | FOR | CE | o | #0e4c9f #d3172e | Fortaleza EC ~ Leão do Pici, Laion
        Gama            | -               | GAM | DF | o | #0a6b3d #ffffff | SE Gama ~ Periquito
        Goias           | Goiás           | GOI | GO | o | #00693e #ffffff | Goias EC ~ Esmeraldino, Verdão do Cerrado
        Gremio          | Grêmio          | GRE | RS | o | #1286cf #1a1a1a | Gremio FBPA, Gremio Porto Alegre
        | Gremio Foot-Ball Porto Alegrense, Gremio Football Porto Alegrense, Gremio Porto Alegrense
        ~ Imortal, Tricolor Gaúcho
        Gremio Prudente | Grêmio Prudente | GPR | SP | o | #1d4ea2 #f2c200 | Gremio Presidente Prudente
        | Gremio Prudente FC
        Guarani         | -               | GUA | SP | o | #0a6b3d #ffffff | Guarani FC, Guarani Campinas ~ Bugre
        Guaratingueta   | Guaratinguetá   | GTA | SP | o | #c8102e #ffffff | Guaratingueta FC, Americana
        Icasa           | -               | ICA | CE | o | #0a7a34 #ffffff | AD Recreativa Cultural Icasa, ADRC Icasa
        ~ Verdão do Cariri
        Internacional   | -               | INT | RS | o | #d2101f #ffffff | SC Internacional, Inter
        | Inter Porto Alegre, Internacional Porto Alegre, Internacional de Porto Alegre ~ Colorado
        Ipatinga        | -               | IPA | MG | o | #2a8f3c #ffffff | Ipatinga FC ~ Quadricolor do Vale
        Ituano          | -               | ITU | SP | o | #c8102e #1a1a1a | Ituano FC ~ Galo de Itu
        Joinville       | -               | JEC | SC | o | #d01c26 #1a1a1a | Joinville EC ~ JEC
        Juventude       | -               | JUV | RS | o | #0d7c41 #ffffff | EC Juventude, Juventude Caxias ~ Papo, Ju
        Londrina        | -               | LEC | PR | o | #5aa9dd #ffffff | Londrina EC ~ Tubarão, LEC
        Luverdense      | -               | LUV | MT | o | #0a7a34 #ffffff | Luverdense EC
        Macae           | Macaé           | MAC | RJ | o | #1d4ea2 #ffffff | Macae Esporte, Macae Esporte FC
        Marilia         | Marília         | MAR | SP | o | #3aa0dc #ffffff | Marilia AC
        Mirassol        | -               | MIR | SP | o | #f6cf16 #0a7b43 | Mirassol FC ~ Leão Caipira
        Mogi Mirim      | -               | MOG | SP | o | #c8102e #ffffff | Mogi Mirim EC ~ Sapão da Mogiana
        Nautico         | Náutico         | NAU | PE | o | #cf1126 #ffffff | Clube Nautico Capibaribe
        | Nautico Capibaribe, Nautico Recife ~ Timbu
        Novorizontino   | -               | NOV | SP | o | #f4c400 #1a1a1a | Gremio Novorizontino, GE Novorizontino
        | Gremio Esportivo Novorizontino ~ Tigre do Vale
        Oeste           | -               | OES | SP | o | #c8102e #1a1a1a | Oeste FC, Oeste Itapolis, Oeste Barueri
        ~ Rubrão
        Operario-PR     | Operário-PR     | OPE | PR | o | #1a1a1a #ffffff | Operario Ferroviario EC, Operario
        | Operario Ferroviario ~ Fantasma
        Palmeiras       | -               | PAL | SP | o | #006b3f #ffffff | SE Palmeiras
        ~ Verdão, Porco, Alviverde, Palestra
        Parana          | Paraná          | PRC | PR | o | #1a3f94 #d3152b | Parana Clube ~ Tricolor da Vila
        Paulista        | -               | PLT | SP | o | #c8102e #ffffff | Paulista FC, Paulista Jundiai
        ~ Galo do Japi
        Paysandu        | -               | PAY | PA | o | #3aa0dc #ffffff | Paysandu SC ~ Papão, Papão da Curuzu
        Ponte Preta     | -               | PON | SP | a | #1a1a1a #ffffff | AA Ponte Preta, Ponte Preta Campinas
        ~ Macaca, Ponte
        Portuguesa      | -               | POR | SP | a | #c4161c #0a6b3c | A Portuguesa de Desportos
        | Portuguesa de Desportos, Associacao Portuguesa de Desportos, Portuguesa Desportos ~ Lusa
        Remo            | -               | REM | PA | o | #14264f #ffffff | Clube do Remo, Remo Belem ~ Leão Azul
        Salgueiro       | -               | SAL | PE | o | #c8102e #1a7a3c | Salgueiro AC ~ Carcará
        Sampaio Correa  | Sampaio Corrêa  | SAM | MA | o | #c8a200 #0a6b3d | Sampaio Correa FC ~ Bolívia Querida
        Santa Cruz      | -               | STA | PE | o | #c1121f #ffffff | Santa Cruz FC, Santa Cruz Recife
        ~ Santinha, Cobra Coral
        Santo Andre     | Santo André     | STO | SP | o | #1c4fa1 #ffd400 | EC Santo Andre ~ Ramalhão
        Santos          | -               | SAN | SP | o | #ffffff #1a1a1a | Santos FC ~ Peixe, Alvinegro Praiano
        Sao Bento       | São Bento       | SBT | SP | o | #1d4ea2 #ffffff | EC Sao Bento, Sao Bento Sorocaba
        Sao Bernardo    | São Bernardo    | SBE | SP | o | #f2c200 #1a1a1a | Sao Bernardo FC
        Sao Caetano     | São Caetano     | SCA | SP | o | #17479e #d1152b | AD Sao Caetano ~ Azulão
        Sao Paulo       | São Paulo       | SAO | SP | o | #d4151f #1a1a1a | Sao Paulo FC
        ~ Tricolor Paulista, SPFC, Soberano
        Sao Raimundo-AM | São Raimundo-AM | SRA | AM | o | #1d7bc4 #ffffff | Sao Raimundo EC-AM, Sao Raimundo Manaus
        Sport           | -               | SPT | PE | o | #c8102e #1a1a1a | SC Recife, Sport Recife
        | Sport Club do Recife, Sport do Recife ~ Leão da Praça da Bandeira, Leão da Ilha do Retiro
        Tombense        | -               | TOM | MG | o | #c8102e #ffffff | Tombense FC ~ Gavião Carcará
        Tupi            | -               | TUP | MG | o | #1a1a1a #ffffff | Tupi FC ~ Galo Carijó
        Uniao Sao Joao  | União São João  | USJ | SP | o | #0a6b3d #ffffff | Uniao Sao Joao EC
        | Uniao Sao Joao de Araras
        Vasco           | -               | VAS | RJ | o | #1a1a1a #ffffff | CR Vasco da Gama, Vasco da Gama, CR Vasco
        ~ Gigante da Colina, Cruzmaltino, Vascão
        Vila Nova       | -               | VIL | GO | o | #c8102e #ffffff | Vila Nova FC
        ~ Tigre Goiano, Colorado Goiano
        Vitoria         | Vitória         | VIT | BA | o | #d01124 #1a1a1a | EC Vitoria, Vitoria Salvador
        ~ Leão da Barra
        Volta Redonda   | -               | VOL | RJ | o | #f4c400 #1a1a1a | Volta Redonda FC ~ Voltaço
        """;

    private ClubTable() {}

    static List<Club> clubs() {
        List<Club> clubs = new ArrayList<>();
        for (String line : TABLE.replace("\n| ", ", ").replace("\n~", " ~").lines().toList()) {
            String[] cell = line.strip().split("\\s*\\|\\s*");
            String[] colours = cell[5].split(" ");
            String[] names = cell[6].split("~");
            clubs.add(new Club(cell[0], cell[1].equals("-") ? cell[0] : cell[1], cell[2], cell[3], Article.of(cell[4]),
                    colours[0], colours[1], list(names, 0, 1), list(names, 1, names.length)));
        }
        return List.copyOf(clubs);
    }

    private static List<String> list(String[] cells, int from, int to) {
        return Stream.of(cells).skip(from).limit(to - from).flatMap(cell -> Stream.of(cell.split(",")))
                .map(String::strip).filter(name -> !name.isEmpty()).toList();
    }
}
