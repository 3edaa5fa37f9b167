# The price of attention
#
# Redraw with: gnuplot figures/attention.gp
# Other formats: gnuplot -e "format='pdf'" figures/attention.gp, or 'png'.
#
# Mesoscale, figure attention, parameters 25273fecf54a, seed 1, data 67e29af91c0794ad

reset
set encoding utf8
if (!exists("format")) format = "svg"
folder = system("test -d figures && echo yes") eq "yes" ? "figures/" : ""
if (!exists("target")) target = folder . "attention." . format
# One picture in three formats: text of 8 points, lines, dashes and ticks of one length.
if (format eq "svg") set terminal svg dynamic size 672,720 \
  font "Liberation Sans,Arial,Helvetica,10.67" linewidth 1 background "white"
if (format eq "pdf") set terminal pdfcairo size 17.7800cm,19.0500cm \
  font "Liberation Sans,8" fontscale 0.75 linewidth 1.3333 dashlength 2 pointscale 1.3333
if (format eq "png") set terminal pngcairo size 2100,2250 \
  font "Liberation Sans,8" fontscale 3.125 linewidth 3.125 dashlength 2 pointscale 4.1667   background "white"
set output target

set border linewidth 0.7 front
ticscale = format eq "svg" ? 0.6 : 1
set tics nomirror front
set format ""
unset key
set bars (format eq "svg" ? 0.3 : 0.5)
# Error bars leave the lines around their points alone (0 would stand for the default).
set pointintervalbox 0.01

$law << EOD
# gate ratio still asymptote shift
0 0 0 -4 0
0.125 0.01370152152311559 0.004498307285595082 -3.5 0.008403139085203702
0.25 0.053013641336953715 0.019002844227240967 -3 0.03492373753969191
0.375 0.11343737296461882 0.046668321727501016 -2.5 0.08316559272854213
0.5 0.18962216930176926 0.0931038403450839 -2 0.1581360148639968
0.625 0.27686598979603094 0.1666157323068873 -1.5 0.26501252639788053
0.75 0.37173849573414325 0.27787329813637784 -1 0.40778962730559765
0.875 0.47210155585713987 0.4383300598198483 -0.5 0.5880875085592925
1 0.576919197055305 0.6571827310972216 0 0.8045387670322992
1.125 0.6860252299705013 0.9379805760166171 0.5 1.0531136352958475
1.25 0.7998581901906613 1.2770852338723269 1 1.3282656071001322
1.375 0.9191798666989099 1.6651882711757628 1.5 1.624232399621119
1.5 1.044844144013177 2.0906735541065706 2 1.935850876649461
1.625 1.177662549316941 2.5426174145271587 2.5 2.2587678114532497
1.75 1.3183472588281395 3.0123041972994407 3 2.5893164052374824
1.875 1.467499809248761 3.493460692479291 3.5 2.9243366985918393
2 1.625629809644811 3.9818562162756677 4 3.2610627560439522
2.125 1.7931685809409599 4.474751615659203 4.5 3.597085373243266
2.25 1.9704751626414907 4.970417752980351 5 3.9303599581069575
2.375 2.157854598945407 5.467779958393098 5.5 4.259227190922931
2.5 2.3555616618809756 5.9661766608304845 6 4.582425839709196
2.625 2.5637986763453178 6.4652029586716715 6.5 4.899089054233729
2.75 2.7827294615157383 6.964611916520429 7 5.208721347711959
2.875 3.0124775135329704 7.464253261178861 7.5 5.511158768293086
3 3.2531233984558194 7.964035663072446 8 5.806517492526109
EOD

$law_asymptote << EOD
# gate asymptote
1 0
1.125 0.5
1.25 1
1.375 1.5
1.5 2
1.625 2.5
1.75 3
1.875 3.5
2 4
2.125 4.5
2.25 5
2.375 5.5
2.5 6
2.625 6.5
2.75 7
2.875 7.5
3 8
EOD

$equilibrium << EOD
# spins information sigma memory attended unattended
1 0.14336707429730514 0 0.4005870168865202 0.537897329906206 0.5378973299062059
2 0.19057254852142774 0 1.1224425332960668 0.5665036301825099 0.36416250611051715
3 0.2926472742054409 0 3.022384844786204 0.6760068793018283 0.1294311841173486
4 0.32063658714656407 0 16.244569832659042 0.7030920236786162 0.05115995096577107
5 0.33743731153635875 0 60.01833284259859 0.7187143627656848 0.022532947956499703
6 0.3472969997877253 0 192.19428817504428 0.7280693346242237 0.0008298315565823777
EOD

$driven << EOD
# spins information sigma memory attended unattended
2 0.21359032102359934 0.035354872094248674 0.7261925586756839 0.5858036758204161 0.32204487476034854
3 0.32277227099371714 0.04151641198176445 1.9273909359937937 0.6961777438959779 0.10145282162407582
4 0.3963087088882316 0.0261065997907353 18.56919071161542 0.7439355171395168 0.11258347645484515
5 0.43811978143252567 0.014315851562963857 55.862985452089795 0.7710051256639583 0.023203971288396845
EOD

$blind << EOD
# spins information sigma memory attended unattended
2 0.14047593155051608 0 1.7214248142430537 0.5165003258455657 0.516500325845566
3 0.1478365957568035 0.005009061456588117 37.5539137632453 0.5398135739561634 0.539813573956164
4 0.15292663306527177 0.0016764904445472387 220.69718226410225 0.5448542516223778 0.5448542516223774
EOD

$choice_2 << EOD
# sigma information memory attended unattended
0.11208576379876138 0.21776968913275654 0.5756090260524834 0.5886247962285545 0.3066394666681479
0.09265376869281873 0.21738544699676318 0.6002166249012981 0.5884165147069997 0.30905678643657053
0.07202077455568247 0.21666051001629782 0.6332064876543025 0.5879630952898344 0.3123814496715668
0.0526839400323996 0.21546924054744715 0.6743545034470602 0.5871541878699968 0.31661937480347696
0.035354872094248646 0.21359032102359918 0.726192558675684 0.5858036758204161 0.3220448747603486
0.021683015215084797 0.21094546894034283 0.7869617025057444 0.5838133707583383 0.3284688132401052
0.01224582216530909 0.2076952266825914 0.8516953005800705 0.5812674163951811 0.3353433776283565
0.006355244924880347 0.2041336446365498 0.9153569879138471 0.5783744849684652 0.342113315709777
0.002875954702259 0.2004408543115808 0.9761598195675874 0.5752728701248209 0.3485807702930363
0.0011486951532567059 0.19717881250375902 1.0267000984505608 0.572450806582514 0.35395853885531253
0.0004268777618221313 0.19475243541314713 1.0627728191363177 0.5703025572660478 0.35779965148926307
0.00015326841652820003 0.1931343041654248 1.0862147871211236 0.5688466745831849 0.3602977840645914
5.091534706750933e-05 0.19206981069586668 1.1013937935541176 0.5678787565925397 0.36191640301874073
EOD

$choice_2_still << EOD
# sigma information
0.0001 0.19057254852142785
EOD

$choice_3 << EOD
# sigma information memory attended unattended
0.1838051025964212 0.3309488126694989 1.9208486748431912 0.7020450589102507 0.13148427136042262
0.16246306625768178 0.3305242177943852 2.0404702073802925 0.701947166814399 0.13555219511475913
0.1366845518443469 0.32961281996482217 2.217014472250342 0.7016186351437828 0.14142059767934162
0.05809902920398257 0.32458040228818164 1.7702615377638233 0.6973307707690326 0.09785767576378611
0.04151641198176445 0.32277227099371714 1.9273909359937937 0.6961777438959779 0.10145282162407582
0.026941226536214228 0.3199389253039744 2.112567910796779 0.6943653787969162 0.1058054568553411
0.01594818190448433 0.31613871194747895 2.3068767470741416 0.6919125075152489 0.11052898596148278
0.008602195629010009 0.3116850215495322 2.49169778634641 0.6889990659041771 0.11518623727782437
0.004027821406801749 0.3068188307326078 2.6600951225278924 0.6857639630871051 0.11957495993829007
0.0016562435169910229 0.3023314009266221 2.7928138734654446 0.6827302780900371 0.12312814958870855
0.0006293459576607411 0.2988744736757947 2.882988741546002 0.6803588501117424 0.1255844671803541
0.00022946032579854893 0.2965071626634188 2.939327727635038 0.6787169121687051 0.1271333893744944
7.701725567118104e-05 0.29492059171696683 2.974760326373066 0.6776080175951881 0.12811197665719928
EOD

$choice_3_still << EOD
# sigma information
0.0001 0.2926472742054409
EOD

$choice_4 << EOD
# sigma information memory attended unattended
0.07368183349476445 0.3986212432747045 9.590889098974806 0.7466280882710457 0.09511776737787528
0.06158091539676984 0.39837818446147033 10.718639674408264 0.7462519241845286 0.09798527302561963
0.04699960859766825 0.39786485629061796 12.627420062684658 0.7455622865833297 0.10251889330179553
0.031503719368487774 0.3969018811936974 16.11307537412068 0.7443676683143208 0.10950886728920807
0.0261065997907353 0.3963087088882316 18.56919071161542 0.7439355171395168 0.11258347645484515
0.0205081819565342 0.39521134310853434 22.235073971134927 0.7432025139740561 0.11669692771199175
0.015474923349945751 0.39345569394019037 27.335038154399033 0.7420903984777654 0.12171914550692103
0.011341101097718964 0.390922129989066 34.12911154930641 0.7405331398614561 0.127519827471886
0.007957583297165834 0.3872654995297696 43.53973092662976 0.7383200735398212 0.13442500144497893
0.005395541617434141 0.3823116491075555 56.062480661200475 0.7353362654363056 0.14228937294196692
0.0035869083305896973 0.37606441272602226 71.73716581517856 0.7315584659661845 0.1507688499652265
0.0023399778604980413 0.3684739814362116 90.58988459280016 0.7269166622933223 0.15967715180076295
0.0014433115274191633 0.3588366482731584 113.82374693708105 0.7209202619721238 0.16939466904514647
EOD

$choice_4_still << EOD
# sigma information
0.0001 0.32063658714651294
EOD

$parity_3 << EOD
# sigma information memory attended unattended
0.015592649266781307 0.07953121811911311 19.08846042608959 0.30169518762454245 -0.30116533165135667
0.013729057076611437 0.07949425870352785 20.25728736007739 0.3016127881205431 -0.30114262757989285
0.011628511168275122 0.07942025085010283 21.953168519562844 0.3014980616201272 -0.30107227433339145
0.009542298577601492 0.07929136317754878 24.277846778917542 0.3013386150707662 -0.3009027075846494
0.007522648688986299 0.07907130602313209 27.585420382937528 0.3010957743509084 -0.300537171135982
0.005701361589502122 0.07871603320769911 32.16768336589112 0.30073669704992845 -0.2998917181059514
0.004172136421852591 0.07818368575806824 38.23117363211505 0.30024984246554437 -0.2989519526167048
0.0029514417766557713 0.077436168006102 46.02757657527509 0.29962924005778113 -0.29773425032673456
0.001967911187174693 0.07637403824585465 56.48690601271026 -0.2961743499597482 0.29881823044942196
0.0012375378898639565 0.0749635910446906 69.83099284845518 -0.29434995276593134 0.2978120146151042
0.0007385748938007393 0.07324345768924061 85.25005465770884 -0.2924506960785436 0.2966590890199626
0.000409936705878034 0.07124821994485869 99.98226916622112 -0.2905920632424101 0.29552756591884605
0.0002191896814900601 0.0692412683316761 114.11494507906275 -0.2886209636969168 -0.2945423298757182
EOD

$parity_3_still << EOD
# sigma information
0.0001 0.06339483165190445
EOD

$parity_4 << EOD
# sigma information memory attended unattended
0.09742644005646776 0.17756853069718015 4.951144187619647 0.011607561637067785 0.011607561637067807
0.08269381435666132 0.17727673762773336 5.16380407846373 0.011889924400878316 0.0118899244008782
0.06646315605963798 0.17670538197287053 5.467186465646398 0.012328438407519167 0.012328438407519267
0.05060932373237339 0.17572676213473684 5.869478114266766 0.012954060178193703 0.01295406017819376
0.0357903007820296 0.17411677643713602 6.406560376609896 0.013825700699478475 0.013825700699478444
0.02526884266793232 0.17206993974991588 6.516285631262647 0.015319635994362833 0.01531963599436276
0.01678752547118271 0.1691258572273416 6.7150678792412775 0.016750277817136925 0.016750277817136887
0.01053417656313461 0.16531408760894722 7.015568009219571 0.017674694732269153 0.01767469473226926
0.006031759944531856 0.16048137063454296 7.402510281494961 0.01757530543347313 0.01757530543347353
0.0030983948186202345 0.15485620044942514 7.81693476320154 0.015833238992145816 0.015833238561626103
0.001426976763613008 0.14915546625168746 8.120466168277993 0.01264419955065556 0.012644198197836494
0.0005911936836928449 0.14415974639542342 8.250500740400748 0.009003079761621145 0.009003089423572584
0.00021327205892715886 0.14020330212563054 8.258882259890676 0.005730579253327299 0.005730580026494757
EOD

$parity_4_still << EOD
# sigma information
0.0001 0.13377718929527938
EOD

$sampled_law << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
0.5 0 0.1650970660465303 0.0012534112768735903 0 0 0.18763469637573627 0.005198852560358428 0.5367326608812875 0.001202228548342993 0.44490522598732524 0.001623966768259743
1 0 0.21571503332973885 0.0011217141699366075 0 0 0.5858029097815738 0.007499471739637443 0.5864892304836791 0.001107455911330174 0.3264686160916052 0.0020318321117491394
1.5 0 0.25873256161682656 0.0013783465140819314 0 0 1.0445427546745663 0.01078159611783611 0.6354434132811756 0.000986794774092093 0.22357093295232866 0.0022964909962700556
2 0 0.2930848180530319 0.0013625920146707166 0 0 1.6478095398459303 0.017680653201682967 0.6750680884833957 0.0008098878487588588 0.12991137048234713 0.0022670709638317557
EOD

$sampled_equilibrium << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
2 0 0.18917213230726926 0.0006245379291910509 0 0 0.4396099156668276 0.0033243762553456036 0.5651750547837718 0.0004513210052966698 0.3641338481179407 0.0010805795663060155
3 0 0.2890980854216876 0.0016971391036571285 0 0 1.672223624340539 0.01123013233983652 0.6739681664898876 0.0010458799263118228 0.1265829452706399 0.0014176619072651735
4 0 0.31876678418284676 0.002081739372988515 0 0 2.64131540666547 0.03150612255650841 0.7018857286005125 0.0011560371897480744 0.04999766408835983 0.0015498080243557847
EOD

$sampled_driven << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
2 0.035354872094248674 0.21248872814984132 0.0008491873800228054 0.03596851412453024 0.0008147145029517414 0.6032657086514996 0.0040224637697211406 0.585165200838718 0.0005067474060172987 0.32009644003395793 0.0011576147604178788
3 0.04151641198176445 0.3207018084756701 0.001092313828005697 0.04159784439342107 0.0006148351501287247 1.906633019613448 0.01054108850810402 0.6950062543160802 0.0005565081179889783 0.10325762150353596 0.001141130226114998
4 0.0261065997907353 0.39713152585454026 0.0015105840227083657 0.026952770520199777 0.0007491704447272535 1.8825197442079755 0.013054528422019979 0.7440642305389574 0.0006444735421447402 0.11324171634763285 0.0014642359925509175
EOD

$sampled_blind << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
2 0 0.14142452634343372 0.0009123741078732947 0 0 0.002328184204324138 0.002593745571883967 0.5171921507749689 0.0008027173413704886 0.5159894383857013 0.0007973543493069977
3 0.005009061456588117 0.1470048659846508 0.0008367988844595231 0.00508469209375331 0.00019517400821586603 -0.0030517993776333005 0.0032307484158985295 0.5387982710450322 0.0007498392137230299 0.5404444855671561 0.001102736727884854
4 0.0016764904445472387 0.15368443795028952 0.0013274470122108316 0.0016179384152768127 5.3179632183121824e-05 0.0033062268517134244 0.0054568728000862566 0.545845160104777 0.0015021860405998648 0.544043278361138 0.0015589097016263773
EOD

$sampled_choice_2 << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
0.01 0.11208576379876138 0.21725613207737826 0.0011703290851171214 0.11346933588912939 0.001439695444868478 0.6523264723198903 0.0025749459473147955 0.5883581389631937 0.00095535712650535 0.3064363035301908 0.0003810718383514384
0.1 0.035354872094248646 0.2142857808832952 0.0007125696065686948 0.03529167213588014 0.0005921113349765198 0.596986048123993 0.004052322847050387 0.5864232137796107 0.0005110838619831393 0.32280553142017065 0.0011178459434606762
1 0.002875954702259 0.2001976215667849 0.00046689090307200305 0.0026158321351815897 0.00015231432586973364 0.500781123440281 0.003047731871469507 0.5756624994730721 0.000548972124731119 0.34888329746660884 0.0009104545157798739
EOD

$sampled_choice_3 << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
0.01 0.1838051025964212 0.32977888378245135 0.0008214714851243765 0.1867583898462713 0.0023323875082410413 1.6784863835766721 0.007558825535612755 0.7013603269965104 0.00039952147361848407 0.13090986531732843 0.0009532967204024829
0.1 0.04151641198176445 0.3207018084756701 0.001092313828005697 0.04159784439342107 0.0006148351501287247 1.906633019613448 0.01054108850810402 0.6950062543160802 0.0005565081179889783 0.10325762150353596 0.001141130226114998
1 0.004027821406801749 0.3065626047790171 0.0015043483059503518 0.0038493973223052403 0.00021293182091439207 1.7539469156718077 0.017828287808200567 0.6860206365821789 0.000849792968701671 0.11872533395037414 0.0020510270112384784
EOD

$sampled_choice_4 << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
0.01 0.07368183349476445 0.3968816914984741 0.001209944760800252 0.07443040527203322 0.0019055842178298367 2.0169363699853626 0.015086893133954287 0.7459654458781096 0.0004849394636498094 0.09924913686587301 0.0014687712927769275
0.1 0.0261065997907353 0.39713152585454026 0.0015105840227083657 0.026952770520199777 0.0007491704447272535 1.8825197442079755 0.013054528422019979 0.7440642305389574 0.0006444735421447402 0.11324171634763285 0.0014642359925509175
1 0.007957583297165834 0.38542259036504056 0.0013276189912700923 0.008184777336775214 0.00027554598041009033 1.6993499954983733 0.010296221944000284 0.7374245625681778 0.0006505811737696325 0.13479637236796574 0.0013328501898864492
EOD

$sampled_parity_3 << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
0.01 0.015592649266781307 0.08083069914987417 0.0007331972715055154 0.014959734696785123 0.0006217594660582957 0 0 0 0 0 0
0.1 0.007522648688986299 0.0805862280552958 0.00108320240802132 0.007556850353322597 0.0009068538516281582 0 0 0 0 0 0
1 0.001967911187174693 0.07660351908763308 0.001057030653106977 0.0017943688995650847 0.00041098482134746956 0 0 0 0 0 0
EOD

$sampled_parity_4 << EOD
# place exact information information.error sigma sigma.error ratio ratio.error attended attended.error unattended unattended.error
0.01 0.09742644005646776 0.17785219350291315 0.0013263659057106054 0.09745351597343585 0.001181855801836861 0 0 0 0 0 0
0.1 0.0357903007820296 0.17449511528136652 0.0012678764988608632 0.03510938868337506 0.0006146978178382623 0 0 0 0 0 0
1 0.006031759944531856 0.16200025759894743 0.0014649976887474135 0.005515242099698681 0.0006726234394760292 0 0 0 0 0 0
EOD

$triads << EOD
# sigma information product
158.21672633585735 0.08214062686366161 -0.28808104325669864
44.37432313666264 0.053948420531536 -0.2456499142290901
8.111660552544553 0.026551708615177305 -0.2293106526990007
1.298423542886802 0.010951165434766479 -0.25187487182234775
0.09423958193586185 0.002026349355742778 -0.07772580942556329
EOD

$sampled_triads << EOD
# sigma information information.error
158.21672633585735 0.082097671819227 3.5742496302736814e-05
44.37432313666264 0.05404874815133898 4.153917549224767e-05
8.111660552544553 0.026575446271664804 4.3935844594592695e-05
1.298423542886802 0.010919529580510026 2.9929030843197534e-05
0.09423958193586185 0.0020409640827546253 1.6789246294204583e-05
EOD

set palette defined (0 "#440154", 1 "#472d7b", 2 "#3b528b", 3 "#2c728e", 4 "#21918c", 5 "#28ae80", 6 "#5ec962", 7 "#addc30", 8 "#fde725")

set multiplot
# (a) law of attention, {/:Italic J} = 1
set lmargin at screen 0.06970
set rmargin at screen 0.46702
set bmargin at screen 0.73806
set tmargin at screen 0.96798
set tics in
unset logscale x
set xrange [0:3]
set xtics ("" 0, "" 0.5, "" 1, "" 1.5, "" 2, "" 2.5, "" 3) scale ticscale
unset logscale y
set yrange [0:8]
set ytics ("" 0, "" 2, "" 4, "" 6, "" 8) scale ticscale
unset logscale y2
set y2range [0:8]
set y2tics ("" 0, "" 2, "" 4, "" 6, "" 8) scale ticscale
set label "{/:Bold (a)}" at screen 0.02994,0.98294 left
set label "law of attention, {/:Italic J} = 1" at screen 0.06970,0.98294 left
set label "field {/:Italic h}_{gate} that closes a gate" at screen 0.26836,0.69948 center
set label "ln({/:Italic A}_{att}/{/:Italic A}_{un})" at screen 0.04034,0.85302 center rotate by 90
set label "cost of a shift {/:Italic D}_{shift}  (nats)" at screen 0.49638,0.85302 center rotate by 90
set label "0" at screen 0.06970,0.72310 center
set label "0.5" at screen 0.13592,0.72310 center
set label "1.0" at screen 0.20214,0.72310 center
set label "1.5" at screen 0.26836,0.72310 center
set label "2.0" at screen 0.33458,0.72310 center
set label "2.5" at screen 0.40080,0.72310 center
set label "3.0" at screen 0.46702,0.72310 center
set label "0" at screen 0.06408,0.73806 right
set label "2" at screen 0.06408,0.79554 right
set label "4" at screen 0.06408,0.85302 right
set label "6" at screen 0.06408,0.91050 right
set label "8" at screen 0.06408,0.96798 right
set label "0" at screen 0.47264,0.73806 left
set label "2" at screen 0.47264,0.79554 left
set label "4" at screen 0.47264,0.85302 left
set label "6" at screen 0.47264,0.91050 left
set label "8" at screen 0.47264,0.96798 left
set arrow from screen 0.08432,0.94462 to screen 0.12932,0.94462 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "" at screen 0.10682,0.94462 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "averaged" at screen 0.13607,0.94462 left front
set arrow from screen 0.08432,0.92520 to screen 0.12932,0.92520 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "at {/:Italic x} = 0" at screen 0.13607,0.92520 left front
set arrow from screen 0.08432,0.90577 to screen 0.12932,0.90577 nohead front linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set label "2{/:Italic β}({/:Italic h}_{gate} − {/:Italic J})" at screen 0.13607,0.90577 left front
set arrow from screen 0.08432,0.88635 to screen 0.12932,0.88635 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "{/:Italic D}_{shift}" at screen 0.13607,0.88635 left front
plot $law using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $law using 1:3 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $law_asymptote using 1:2 notitle with lines linecolor rgb "#777777" dashtype (2,2) linewidth 1.5, \
  $law using 1:5 axes x1y2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_law using 1:7:8 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

# (b) information
set lmargin at screen 0.58245
set rmargin at screen 0.97977
set bmargin at screen 0.73806
set tmargin at screen 0.96798
set tics in
unset logscale x
set xrange [1:6]
set xtics ("" 1, "" 2, "" 3, "" 4, "" 5, "" 6) scale ticscale
unset logscale y
set yrange [0.1:0.55]
set ytics ("" 0.1, "" 0.2, "" 0.30000000000000004, "" 0.4, "" 0.5) scale ticscale
unset y2tics
set label "{/:Bold (b)}" at screen 0.52945,0.98294 left
set label "information" at screen 0.58245,0.98294 left
set label "spins {/:Italic N}" at screen 0.78111,0.69948 center
set label "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)" at screen 0.53985,0.85302 center rotate by 90
set label "1" at screen 0.58245,0.72310 center
set label "2" at screen 0.66191,0.72310 center
set label "3" at screen 0.74138,0.72310 center
set label "4" at screen 0.82084,0.72310 center
set label "5" at screen 0.90030,0.72310 center
set label "6" at screen 0.97977,0.72310 center
set label "0.1" at screen 0.57682,0.73806 right
set label "0.2" at screen 0.57682,0.78916 right
set label "0.3" at screen 0.57682,0.84025 right
set label "0.4" at screen 0.57682,0.89134 right
set label "0.5" at screen 0.57682,0.94243 right
set arrow from graph 0,first 0.161565331517177 to graph 1,first 0.161565331517177 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set arrow from graph 0,first 0.5138696467053803 to graph 1,first 0.5138696467053803 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set arrow from graph 0,first 0.34878288673097213 to graph 1,first 0.34878288673097213 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set label "blind" at screen 0.94609,0.78632 center front textcolor rgb "#777777"
set label "any machine" at screen 0.91786,0.93692 center front textcolor rgb "#777777"
set label "one glance" at screen 0.64506,0.85257 center front textcolor rgb "#000000"
set label "equilibrium" at screen 0.87687,0.84010 center front textcolor rgb "#0072b2"
set label "{/:Italic α} = 0.1" at screen 0.91608,0.89584 center front textcolor rgb "#d55e00"
set label "without biases" at screen 0.81201,0.78686 center front textcolor rgb "#009e73"
plot $equilibrium using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $driven using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $blind using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_equilibrium using 1:3:4 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $sampled_driven using 1:3:4 notitle with yerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4, \
  $sampled_blind using 1:3:4 notitle with yerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4
unset label
unset arrow
unset object

# (c) responses
set lmargin at screen 0.06970
set rmargin at screen 0.46702
set bmargin at screen 0.37639
set tmargin at screen 0.60630
set tics in
unset logscale x
set xrange [1:6]
set xtics ("" 1, "" 2, "" 3, "" 4, "" 5, "" 6) scale ticscale
unset logscale y
set yrange [0:1]
set ytics ("" 0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1) scale ticscale
unset y2tics
set label "{/:Bold (c)}" at screen 0.01670,0.66956 left
set label "responses" at screen 0.06970,0.66956 left
set label "spins {/:Italic N}" at screen 0.26836,0.33781 center
set label "response {/:Italic A}" at screen 0.02711,0.49135 center rotate by 90
set label "1" at screen 0.06970,0.36143 center
set label "2" at screen 0.14917,0.36143 center
set label "3" at screen 0.22863,0.36143 center
set label "4" at screen 0.30809,0.36143 center
set label "5" at screen 0.38756,0.36143 center
set label "6" at screen 0.46702,0.36143 center
set label "0" at screen 0.06408,0.37639 right
set label "0.2" at screen 0.06408,0.42237 right
set label "0.4" at screen 0.06408,0.46836 right
set label "0.6" at screen 0.06408,0.51434 right
set label "0.8" at screen 0.06408,0.56032 right
set label "1.0" at screen 0.06408,0.60630 right
set arrow from screen 0.06970,0.64489 to screen 0.11470,0.64489 nohead front linecolor rgb "#0072b2" dashtype solid linewidth 1.5
set label "" at screen 0.09220,0.64489 point linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4 front
set label "equilibrium, attended" at screen 0.12144,0.64489 left front
set arrow from screen 0.06970,0.62547 to screen 0.11470,0.62547 nohead front linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5
set label "" at screen 0.09220,0.62547 point linecolor rgb "#56b4e9" linewidth 0.8 pointtype 15 pointsize 0.4 front
set label "equilibrium, other" at screen 0.12144,0.62547 left front
set arrow from screen 0.28849,0.64489 to screen 0.33348,0.64489 nohead front linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5
set label "" at screen 0.31099,0.64489 point linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4 front
set label "{/:Italic α} = 0.1, attended" at screen 0.34023,0.64489 left front
set arrow from screen 0.28849,0.62547 to screen 0.33348,0.62547 nohead front linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5
set label "" at screen 0.31099,0.62547 point linecolor rgb "#e69f00" linewidth 0.8 pointtype 11 pointsize 0.4 front
set label "{/:Italic α} = 0.1, other" at screen 0.34023,0.62547 left front
set arrow from screen 0.47973,0.64489 to screen 0.52473,0.64489 nohead front linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5
set label "" at screen 0.50223,0.64489 point linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4 front
set label "without biases, both" at screen 0.53148,0.64489 left front
plot $equilibrium using 1:5 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $equilibrium using 1:6 notitle with lines linecolor rgb "#56b4e9" dashtype (2,4) linewidth 1.5, \
  $driven using 1:5 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $driven using 1:6 notitle with lines linecolor rgb "#e69f00" dashtype (18,6) linewidth 1.5, \
  $blind using 1:5 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $sampled_equilibrium using 1:9:10 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $sampled_equilibrium using 1:11:12 notitle with yerrorbars linecolor rgb "#56b4e9" linewidth 0.8 pointtype 15 pointsize 0.4, \
  $sampled_driven using 1:9:10 notitle with yerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4, \
  $sampled_driven using 1:11:12 notitle with yerrorbars linecolor rgb "#e69f00" linewidth 0.8 pointtype 11 pointsize 0.4, \
  $sampled_blind using 1:9:10 notitle with yerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4
unset label
unset arrow
unset object

# (d) choice
set lmargin at screen 0.58245
set rmargin at screen 0.97977
set bmargin at screen 0.37639
set tmargin at screen 0.60630
set tics in
unset logscale x
set xrange [0.0001:1]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1) scale ticscale
unset logscale y
set yrange [0.15:0.45]
set ytics ("" 0.15000000000000002, "" 0.2, "" 0.25, "" 0.30000000000000004, "" 0.35000000000000003, "" 0.4, "" 0.45) scale ticscale
unset y2tics
set label "{/:Bold (d)}" at screen 0.52062,0.66956 left
set label "choice" at screen 0.58245,0.66956 left
set label "entropy production rate Σ  ({/:Italic k}_0)" at screen 0.78111,0.33781 center
set label "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)" at screen 0.53103,0.49135 center rotate by 90
set label "10^{−4}" at screen 0.58245,0.36143 center
set label "10^{−3}" at screen 0.68178,0.36143 center
set label "10^{−2}" at screen 0.78111,0.36143 center
set label "10^{−1}" at screen 0.88044,0.36143 center
set label "1" at screen 0.97977,0.36143 center
set label "0.15" at screen 0.57682,0.37639 right
set label "0.20" at screen 0.57682,0.41471 right
set label "0.25" at screen 0.57682,0.45303 right
set label "0.30" at screen 0.57682,0.49135 right
set label "0.35" at screen 0.57682,0.52967 right
set label "0.40" at screen 0.57682,0.56799 right
set label "0.45" at screen 0.57682,0.60630 right
set arrow from graph 0,first 0.34878288673097213 to graph 1,first 0.34878288673097213 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set label "one glance" at screen 0.63819,0.54553 center front textcolor rgb "#000000"
set label "{/:Italic N} = 2" at screen 0.66003,0.42477 center front textcolor rgb "#009e73"
set label "{/:Italic N} = 3" at screen 0.61863,0.47559 center front textcolor rgb "#0072b2"
set label "{/:Italic N} = 4" at screen 0.70847,0.56353 center front textcolor rgb "#d55e00"
plot $choice_2 using 1:2 notitle with lines linecolor rgb "#009e73" dashtype (4,4) linewidth 1.5, \
  $choice_2_still using 1:2 notitle with points linecolor rgb "#009e73" linewidth 0.55 pointtype 8 pointsize 0.5, \
  $sampled_choice_2 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#009e73" linewidth 0.8 pointtype 9 pointsize 0.4, \
  $choice_3 using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $choice_3_still using 1:2 notitle with points linecolor rgb "#0072b2" linewidth 0.55 pointtype 6 pointsize 0.5, \
  $sampled_choice_3 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $choice_4 using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $choice_4_still using 1:2 notitle with points linecolor rgb "#d55e00" linewidth 0.55 pointtype 4 pointsize 0.5, \
  $sampled_choice_4 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4
unset label
unset arrow
unset object

# (e) exclusive-or
set lmargin at screen 0.06970
set rmargin at screen 0.46702
set bmargin at screen 0.06301
set tmargin at screen 0.29292
set tics in
unset logscale x
set xrange [0.0001:1]
set logscale x
set xtics ("" 0.0001, "" 0.0002 1, "" 0.0003 1, "" 0.0004 1, "" 0.0005 1, "" 0.0006 1, "" 0.0007 1, "" 0.0008 1, "" 0.0009 1, "" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1) scale ticscale
unset logscale y
set yrange [0:0.2]
set ytics ("" 0, "" 0.05, "" 0.1, "" 0.15000000000000002, "" 0.2) scale ticscale
unset y2tics
set label "{/:Bold (e)}" at screen 0.00787,0.30789 left
set label "exclusive-or" at screen 0.06970,0.30789 left
set label "entropy production rate Σ  ({/:Italic k}_0)" at screen 0.26836,0.02443 center
set label "{/:Italic I}({/:Italic o}, {/:Italic y})  (bits)" at screen 0.01828,0.17797 center rotate by 90
set label "10^{−4}" at screen 0.06970,0.04805 center
set label "10^{−3}" at screen 0.16903,0.04805 center
set label "10^{−2}" at screen 0.26836,0.04805 center
set label "10^{−1}" at screen 0.36769,0.04805 center
set label "1" at screen 0.46702,0.04805 center
set label "0" at screen 0.06408,0.06301 right
set label "0.05" at screen 0.06408,0.12049 right
set label "0.10" at screen 0.06408,0.17797 right
set label "0.15" at screen 0.06408,0.23545 right
set label "0.20" at screen 0.06408,0.29292 right
set arrow from graph 0,first 0.15200460564273147 to graph 1,first 0.15200460564273147 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set arrow from graph 0,first 0.13377718929527938 to graph 1,first 0.13377718929527938 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set label "two glances" at screen 0.14614,0.25980 center front textcolor rgb "#000000"
set label "closed form" at screen 0.40909,0.20420 center front textcolor rgb "#777777"
set label "{/:Italic N} = 3" at screen 0.13175,0.13078 center front textcolor rgb "#0072b2"
set label "{/:Italic N} = 4" at screen 0.23939,0.26707 center front textcolor rgb "#d55e00"
plot $parity_3 using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $parity_3_still using 1:2 notitle with points linecolor rgb "#0072b2" linewidth 0.55 pointtype 6 pointsize 0.5, \
  $sampled_parity_3 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4, \
  $parity_4 using 1:2 notitle with lines linecolor rgb "#d55e00" dashtype (12,4) linewidth 1.5, \
  $parity_4_still using 1:2 notitle with points linecolor rgb "#d55e00" linewidth 0.55 pointtype 4 pointsize 0.5, \
  $sampled_parity_4 using 5:3:6:4 notitle with xyerrorbars linecolor rgb "#d55e00" linewidth 0.8 pointtype 5 pointsize 0.4
unset label
unset arrow
unset object

# (f) interactions of three spins
set lmargin at screen 0.58245
set rmargin at screen 0.97977
set bmargin at screen 0.06301
set tmargin at screen 0.29292
set tics in
unset logscale x
set xrange [0.01:1000]
set logscale x
set xtics ("" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1, "" 3 1, "" 4 1, "" 5 1, "" 6 1, "" 7 1, "" 8 1, "" 9 1, "" 10, "" 20 1, "" 30 1, "" 40 1, "" 50 1, "" 60 1, "" 70 1, "" 80 1, "" 90 1, "" 100, "" 200 1, "" 300 1, "" 400 1, "" 500 1, "" 600 1, "" 700 1, "" 800 1, "" 900 1, "" 1000) scale ticscale
unset logscale y
set yrange [0.001:2]
set logscale y
set ytics ("" 0.001, "" 0.002 1, "" 0.003 1, "" 0.004 1, "" 0.005 1, "" 0.006 1, "" 0.007 1, "" 0.008 1, "" 0.009 1, "" 0.01, "" 0.02 1, "" 0.03 1, "" 0.04 1, "" 0.05 1, "" 0.06 1, "" 0.07 1, "" 0.08 1, "" 0.09 1, "" 0.1, "" 0.2 1, "" 0.3 1, "" 0.4 1, "" 0.5 1, "" 0.6 1, "" 0.7 1, "" 0.8 1, "" 0.9 1, "" 1, "" 2 1) scale ticscale
unset y2tics
set label "{/:Bold (f)}" at screen 0.51938,0.30789 left
set label "interactions of three spins" at screen 0.58245,0.30789 left
set label "entropy production rate Σ  ({/:Italic k}_0)" at screen 0.78111,0.02443 center
set label "connected information  (bits)" at screen 0.52979,0.17797 center rotate by 90
set label "10^{−2}" at screen 0.58245,0.04805 center
set label "10^{−1}" at screen 0.66191,0.04805 center
set label "1" at screen 0.74138,0.04805 center
set label "10" at screen 0.82084,0.04805 center
set label "10^{2}" at screen 0.90030,0.04805 center
set label "10^{3}" at screen 0.97977,0.04805 center
set label "10^{−3}" at screen 0.57682,0.06301 right
set label "10^{−2}" at screen 0.57682,0.13266 right
set label "10^{−1}" at screen 0.57682,0.20231 right
set label "1" at screen 0.57682,0.27196 right
set arrow from graph 0,first 0.8061970943439802 to graph 1,first 0.8061970943439802 nohead linecolor rgb "#000000" dashtype solid linewidth 1.5
set arrow from graph 0,first 0.043409769683120825 to graph 1,first 0.043409769683120825 nohead linecolor rgb "#777777" dashtype (2,2) linewidth 1.5
set label "one hidden spin, {/:Italic W}_{max} = 2" at screen 0.86946,0.25284 center front textcolor rgb "#000000"
set label "one hidden spin, {/:Italic W}_{max} = 0.5" at screen 0.71068,0.19911 center front textcolor rgb "#777777"
set label "no hidden spin, {/:Italic W}_{max} = 2" at screen 0.80316,0.10239 center front textcolor rgb "#0072b2"
plot $triads using 1:2 notitle with lines linecolor rgb "#0072b2" dashtype solid linewidth 1.5, \
  $sampled_triads using 1:2:3 notitle with yerrorbars linecolor rgb "#0072b2" linewidth 0.8 pointtype 7 pointsize 0.4
unset label
unset arrow
unset object

unset multiplot
set output

# What the picture shows and where it comes from, written into the SVG.
$identification << EOD
<title>The price of attention</title>
<desc>Attention in a few spins. (a) The law of attention in equilibrium: logarithm of the ratio of the responses to the input that is asked for and to the other one, averaged over the inputs (line) and without an input (dashed), its asymptote (dotted), and the cost of a sudden change of the query (right axis). (b) Information of the best networks found against the number of spins: in equilibrium, with any couplings at the price 0.1 of dissipation, and without biases, between the walls of the text. (c) Their responses to both inputs. (d) Information against dissipation for a choice; open points at the left end are in equilibrium, Σ = 0. (e) The same for the exclusive-or of both inputs, with the closed form for one hidden spin. (f) Connected information of third order of three visible spins out of equilibrium, and with one hidden spin at Σ = 0. Lines are exact for the networks drawn, which are the best found; points with error bars (one standard error) are sampled. Mesoscale, figure attention, parameters 25273fecf54a, seed 1, data 67e29af91c0794ad.</desc>
EOD
if (format eq "svg") {
  set print target . ".part"
  print $identification
  set print
  system("awk 'NR == FNR { line[NR] = $0; next } /^<title>/ { print line[1]; next } /^<desc>/ { print line[2]; next } " \
    . "{ sub(/<text>/, \"<text xml:space=\\\"preserve\\\">\"); sub(/<image /, \"<image style=\\\"image-rendering:pixelated\\\" \"); print }' '" \
    . target . ".part' '" . target . "' > '" . target . ".whole' && mv '" . target . ".whole' '" \
    . target . "'; rm -f '" . target . ".part'")
}
